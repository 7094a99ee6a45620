using System.Text.Json.Nodes;

namespace OneVisit.Conformance.StandIn;

/// <summary>What goes wrong with a task, on purpose.</summary>
internal enum Trouble
{
    None,
    /// <summary>Somebody writes a comment between the first look and the first decision.</summary>
    ChangedMeanwhile,
    /// <summary>An officer holds it.</summary>
    HeldByAnother,
    /// <summary>It stands in the list, and is not there any more.</summary>
    Gone,
    /// <summary>The first look, and the first decision, are answered 503 with Retry-After.</summary>
    Busy,
    /// <summary>The case ends between the first look and the decision.</summary>
    CancelledMeanwhile,
    /// <summary>The first decision is kept, and answered 503.</summary>
    DecisionAnswerLost,
    /// <summary>The first answer to the issue request is kept, and answered 503.</summary>
    IssueAnswerLost,
}

/// <summary>A task as the stand-in keeps it.</summary>
internal sealed class StandInTask(string name, string department, JsonObject application)
{
    /// <summary>What it is there to show.</summary>
    public string Name => name;
    public required Guid Id { get; init; }
    public Guid Case { get; } = Guid.CreateVersion7();
    public Trouble Trouble { get; init; }
    /// <summary>False until it is asked for: it exists, and no list has it.</summary>
    public bool Listed { get; set; }
    public string Lifecycle { get; set; } = "reviewing";
    public string Holder { get; set; } = $"pool:{application["region"]}.{department}";
    public long Version { get; set; } = 1;
    public int Round { get; set; }
    public JsonObject? Decision { get; set; }
    public string? Decider { get; set; }
    /// <summary>What the applicant was asked for; null before the first request.</summary>
    public JsonObject? Asked { get; set; }
    public JsonArray Licences { get; set; } = [];
    public JsonObject? Receipt { get; set; }
    public int? Attempt { get; set; }
    /// <summary>The answer to the issue request as it was sent.</summary>
    public JsonObject? IssueAnswer { get; set; }
    public JsonObject Form { get; set; } = application["form"]!.DeepClone().AsObject();
    public required DateTimeOffset SubmittedAt { get; init; }
    /// <summary>Has been in trouble already: the first time only.</summary>
    public HashSet<string> Troubled { get; } = [];

    public string ETag => $"\"{Version}\"";
    public bool IsOpen => Lifecycle is "requested" or "claimed" or "reviewing" or "supplement-requested" or "inspection-requested" or "special-procedure";
    public bool IsInInbox => IsOpen || Lifecycle == "issuing";
    public IReadOnlyList<string> Types => [.. application["issues"]?.AsArray().Select(t => t!.ToString()) ?? []];

    /// <summary>Where it stands, for whoever did not know.</summary>
    public JsonObject Current => new() { ["version"] = Version, ["lifecycle"] = Lifecycle, ["holder"] = Holder, ["decision"] = Decision?.DeepClone(), ["proposal"] = null };

    public JsonObject View(bool whole) => new()
    {
        ["task"] = Id.ToString(),
        ["case"] = Case.ToString(),
        ["item"] = application["item"]!.DeepClone(),
        ["bundle"] = "conformance",
        ["bundleVersion"] = "1",
        ["department"] = department,
        ["authority"] = $"{application["region"]}.{department}",
        ["region"] = application["region"]!.DeepClone(),
        ["applicant"] = application["applicant"]!.DeepClone(),
        ["submittedAt"] = SubmittedAt.ToString("O"),
        ["lifecycle"] = Lifecycle,
        ["holder"] = Holder,
        ["due"] = null,
        ["open"] = new JsonArray(),
        ["decision"] = Decision?.DeepClone(),
        ["asked"] = Asked?.DeepClone(),
        ["licences"] = Licences.DeepClone(),
        ["form"] = whole ? Form.DeepClone() : null,
        ["materials"] = whole ? application["materials"]?.DeepClone() ?? new JsonArray() : null,
        ["version"] = Version,
        ["receipt"] = Receipt?.DeepClone(),
        ["issue"] = Attempt is { } attempt && Lifecycle == "issuing"
            ? new JsonObject
            {
                ["attempt"] = attempt,
                ["at"] = SubmittedAt.ToString("O"),
                ["types"] = new JsonArray([.. Types.Select(t => (JsonNode)t)]),
                ["inputs"] = whole ? application["inputs"]?.DeepClone() ?? new JsonArray() : null,
            }
            : null,
        // A platform adds members as it grows; who does not know one passes it over.
        ["conformanceAdded"] = new JsonObject { ["unknown"] = true },
    };
}
