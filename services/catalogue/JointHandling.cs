using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The law's limit for items that several departments handle as one, where the bundle sets none of its own.</summary>
/// <param name="Extension">What may be granted on top of it.</param>
public sealed record JointHandling(TimeLimit Limit, TimeLimit Extension)
{
    internal const string File = "limits.yaml";

    /// <summary>Reads the limits built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static JointHandling Load() => YamlText.Read<LimitsText>(CatalogueText.BuiltIn().Files[File], File).JointHandling;
}

/// <summary><see cref="JointHandling.File"/>.</summary>
internal sealed record LimitsText
{
    public required JointHandling JointHandling { get; init; }
}
