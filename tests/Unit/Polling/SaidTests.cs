using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Polling;

namespace OneVisit.Unit.Polling;

public sealed class SaidTests
{
    private static readonly ClosedSystem System = Mapping.System;

    [Theory]
    [InlineData("""{"data":{"state":"10"}}""", MeaningKind.Received, null)]
    [InlineData("""{"data":{"state":10}}""", MeaningKind.Received, null)]
    [InlineData("""{"data":{"state":" 20 "}}""", MeaningKind.Pass, """{"outcome":"pass"}""")]
    [InlineData("""{"data":{"state":"30","opinion":"过密"}}""", MeaningKind.Refuse, """{"outcome":"refuse","reason":{"zh":"过密","en":"过密"},"legalBasis":"城市绿化条例 第二十条"}""")]
    [InlineData("""{"data":{"state":"30","opinion":null}}""", MeaningKind.Refuse, """{"outcome":"refuse","reason":{"zh":"不予许可","en":"Refused"},"legalBasis":"城市绿化条例 第二十条"}""")]
    [InlineData("""{"data":{"state":"40","opinion":"不清","missing":[{"code":"P1"},{"code":"F1"},{"code":"P1"}]}}""", MeaningKind.Supplement,
        """{"outcome":"supplement","reason":{"zh":"不清","en":"不清"},"legalBasis":"行政许可法 第三十二条","supplement":{"materials":[{"material":"tree-photo"}],"fields":[{"pointer":"/tree/place"}]}}""")]
    [InlineData("""{"data":{"state":"40","opinion":"不清","law":"城市绿化条例"}}""", MeaningKind.Supplement, """{"outcome":"supplement","reason":{"zh":"不清","en":"不清"},"legalBasis":"城市绿化条例"}""")]
    [InlineData("""{"data":{"state":"50","permit":{"no":"T-1","until":"20301231","count":3}}}""", MeaningKind.Issued,
        """{"licences":[{"type":"felling-permit","data":{"count":3},"number":"T-1","validUntil":"2030-12-31"}]}""")]
    [InlineData("""{"data":{"state":"50","permit":{"no":17}}}""", MeaningKind.Issued, """{"licences":[{"type":"felling-permit","data":{},"number":"17"}]}""")]
    public void A_known_word_is_what_a_department_s_own_system_would_send(string answer, object meaning, string? body)
    {
        var said = Said.Of(System, JsonElement.Parse(answer));

        Assert.Null(said.Trouble);
        Assert.Equal(meaning, said.Meaning);
        Assert.True(JsonNode.DeepEquals(body is null ? null : JsonNode.Parse(body), said.Body), said.Body?.ToJsonString());
    }

    [Theory]
    [InlineData("""{"data":{"state":"99"}}""", "its word '99' is not known")]
    [InlineData("""{"data":{"state":"430602198504151235"}}""", "its word (too long for one) is not known")]
    [InlineData("""{"data":{"state":"Zhang San, who lives at the end of the long lake road"}}""", "its word (too long for one) is not known")]
    [InlineData("""{"data":{"state":null}}""", "its answer has no state at /data/state")]
    [InlineData("""{"data":{"state":{"code":"20"}}}""", "its answer has no state at /data/state")]
    [InlineData("""[]""", "its answer has no state at /data/state")]
    [InlineData("""{"data":{"state":"20","x":"\ud800"}}""", "its answer holds text that is no Unicode")]
    [InlineData("""{"data":{"state":"40"}}""", "it does not say why at /data/opinion")]
    [InlineData("""{"data":{"state":"40","opinion":"x","missing":[{"code":"P1"},{"code":"P9"},{}]}}""", "its code 'P9' of a missing thing is not known; a missing thing at /data/missing has no code")]
    [InlineData("""{"data":{"state":"50","permit":{"until":"tomorrow"}}}""", "it gives no number at /data/permit/no; it gives no day at /data/permit/until")]
    public void What_is_not_understood_as_a_whole_means_nothing_and_says_why(string answer, string trouble)
    {
        var said = Said.Of(System, JsonElement.Parse(answer));

        Assert.Equal((trouble, null, null), (said.Trouble, said.Meaning, said.Body));
    }

    [Fact]
    public void Any_JSON_is_told_what_it_says_and_what_it_says_can_be_read_by_the_department_s_door()
    {
        Gen.Select(Gen.OneOf("10", "20", "30", "40", "50", "60"), AnyJson.Values, AnyJson.Values, AnyJson.Values).Sample((word, opinion, missing, permit) =>
        {
            foreach (var text in (string[])[opinion, $$"""{"data":{"state":"{{word}}","opinion":{{opinion}},"missing":{{missing}},"permit":{{permit}} } }"""])
            {
                var said = Said.Of(System, JsonElement.Parse(text));
                if (said.Trouble is null == said.Meaning is null)
                    return false;
                var faults = new List<OneVisit.Contracts.Api.Fault>();
                // A decision that is made of any answer has an outcome, and with all but a pass a reason and a law.
                if (said.Meaning is MeaningKind.Pass or MeaningKind.Refuse or MeaningKind.Supplement
                    && TaskDecisionBody.Read(JsonSerializer.SerializeToElement(said.Body), Guid.Empty, "x", faults) is null)
                    return false;
            }
            return true;
        }, iter: 20_000);
    }
}
