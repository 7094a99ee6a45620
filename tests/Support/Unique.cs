namespace OneVisit.Support;

/// <summary>Names that no other test, and no earlier run, has used: for schemas, queues and services.</summary>
public static class Unique
{
    public static string Name(string stem) => $"{stem}-{Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray(bigEndian: true).AsSpan(8))}";
}
