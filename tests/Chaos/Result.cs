using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVisit.Chaos;

/// <summary>What came of one run.</summary>
internal sealed record Result
{
    public required string Scenario { get; init; }
    public required int Kills { get; init; }
    /// <summary>Requests to submit, repeats included.</summary>
    public required long Attempts { get; init; }
    /// <summary>Cases the platform has promised.</summary>
    public required long Acknowledged { get; init; }
    /// <summary>Promised, and not there or not ended.</summary>
    public required long Lost { get; init; }
    /// <summary>A second case for one key, a second decision or licence for one item.</summary>
    public required long Duplicated { get; init; }
    /// <summary>Whatever else verify, the history or a client found.</summary>
    public required long Unexpected { get; init; }
    /// <summary>Faults after which a case was completed again.</summary>
    public required int Recovered { get; init; }
    public required int Faults { get; init; }
    public required double RecoveryP50 { get; init; }
    public required double RecoveryP99 { get; init; }
    /// <summary>Whether every case had ended within a minute of the last fault.</summary>
    public required bool AllEndedWithinAMinute { get; init; }
    public required long Refused { get; init; }
    public required long NoAnswer { get; init; }
    public required double Seconds { get; init; }
    [JsonIgnore]
    public IReadOnlyList<string> Findings { get; init; } = [];

    [JsonIgnore]
    public bool Good => Lost == 0 && Duplicated == 0 && Unexpected == 0 && Recovered == Faults && AllEndedWithinAMinute && Acknowledged > 0;

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Scenario}: {(Good ? "good" : "NOT GOOD")} in {Seconds:0} s
          attempts      {Attempts,9:N0}   ({Refused:N0} told to come again, {NoAnswer:N0} without an answer)
          acknowledged  {Acknowledged,9:N0}
          lost          {Lost,9:N0}
          duplicated    {Duplicated,9:N0}
          unexpected    {Unexpected,9:N0}
          faults        {Faults,9:N0}   ({Kills:N0} kills)
          recovered     {Recovered,9:N0}   p50 {RecoveryP50:0.00} s, p99 {RecoveryP99:0.00} s
          all ended within 60 s of the last fault: {(AllEndedWithinAMinute ? "yes" : "NO")}
        {string.Concat(Findings.Take(20).Select(f => $"  ! {f.ReplaceLineEndings("\n    ")}\n"))}
        """);
}
