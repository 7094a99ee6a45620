using System.Reflection;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>The law's limit for items that several departments handle as one, where the bundle sets none of its own.</summary>
/// <param name="Extension">What may be granted on top of it.</param>
public sealed record JointHandling(TimeLimit Limit, TimeLimit Extension)
{
    private const string Resource = "data/limits.yaml";

    /// <summary>Reads the limits built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static JointHandling Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"{Resource}: the catalogue has no such file");
        using var reader = new StreamReader(stream);
        return YamlText.Read<LimitsText>(reader.ReadToEnd(), Resource).JointHandling;
    }
}

/// <summary><c>limits.yaml</c>.</summary>
internal sealed record LimitsText
{
    public required JointHandling JointHandling { get; init; }
}
