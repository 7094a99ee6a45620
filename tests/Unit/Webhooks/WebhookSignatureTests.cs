using System.Text;
using OneVisit.Kit.Webhooks;

namespace OneVisit.Unit.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    /// <summary>The worked example that the standard's own libraries are tested with.</summary>
    [Fact]
    public void Signs_as_the_standard_s_example_does() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Sign([Secret], """{"test": 2432232314}"""));

    [Fact]
    public void Each_secret_that_holds_signs_and_the_newest_stands_first()
    {
        const string Other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

        var both = Sign([Other, Secret], "{}").Split(' ');

        Assert.Equal([Sign([Other], "{}"), Sign([Secret], "{}")], both);
        Assert.NotEqual(both[0], both[1]);
    }

    [Fact]
    public void A_signature_is_of_the_id_the_second_and_every_byte()
    {
        var signature = Sign([Secret], "{\"a\":\"岳阳\"}");

        Assert.NotEqual(signature, Sign([Secret], "{\"a\":\"岳陽\"}"));
        Assert.NotEqual(signature, WebhookSignature.Sign([Secret], "other", At, Encoding.UTF8.GetBytes("{\"a\":\"岳阳\"}")));
        Assert.NotEqual(signature, WebhookSignature.Sign([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", At.AddSeconds(1), Encoding.UTF8.GetBytes("{\"a\":\"岳阳\"}")));
        Assert.Equal(signature, WebhookSignature.Sign([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", At.AddMilliseconds(999), Encoding.UTF8.GetBytes("{\"a\":\"岳阳\"}")));
        Assert.Equal("1614265330", WebhookSignature.Timestamp(At.AddMilliseconds(999)));
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(23, false)]
    [InlineData(65, false)]
    [InlineData(0, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool good) => Assert.Equal(good, WebhookSignature.IsSecret($"whsec_{Convert.ToBase64String(new byte[bytes])}"));

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base64 at all, and long enough")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void What_is_written_otherwise_is_no_secret(string text) => Assert.False(WebhookSignature.IsSecret(text));

    private static string Sign(string[] secrets, string body) => WebhookSignature.Sign(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", At, Encoding.UTF8.GetBytes(body));
}
