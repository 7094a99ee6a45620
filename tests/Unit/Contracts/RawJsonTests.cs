using System.Text;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Contracts.Messages;

namespace OneVisit.Unit.Snapshots;

public sealed class RawJsonTests
{
    [Theory]
    [InlineData("""{"name":"洞庭湘味","n":1.50,"e":1E2,"esc":"\u6e58\/"}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public void A_form_is_handed_on_letter_by_letter(string form) =>
        Assert.Contains($"\"form\":{form},", Written(JsonElement.Parse(form)), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_not_handed_on()
    {
        var form = JsonElement.Parse([.. "{\"name\":\""u8, 0xff, .. "\"}"u8]);

        // Whether it is replaced or refused, what is written is text.
        var thrown = Record.Exception(() => Assert.DoesNotContain((byte)0xff, Bytes(form)));
        Assert.True(thrown is null or ArgumentException or InvalidOperationException, thrown?.ToString());
    }

    [Fact]
    public void A_form_that_was_never_set_is_refused() => Assert.Throws<InvalidOperationException>(() => Bytes(default));

    private static string Written(JsonElement form) => Encoding.UTF8.GetString(Bytes(form));

    private static byte[] Bytes(JsonElement form) => JsonSerializer.SerializeToUtf8Bytes(
        new ProvideSupplement { CaseId = Guid.Empty, TaskId = Guid.Empty, Round = 1, Form = form, Materials = [] }, ContractJson.Default.ProvideSupplement);
}
