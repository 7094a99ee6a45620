using System.IO.Compression;
using System.Text.Json;

namespace OneVisit.Catalogue;

/// <summary>A catalogue's text as the store keeps it: JSON of path to text, under gzip.</summary>
public static class PackedText
{
    public static byte[] Of(CatalogueText text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            JsonSerializer.Serialize(gzip, text.Files);
        return packed.ToArray();
    }

    public static CatalogueText Read(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        return CatalogueText.Of(JsonSerializer.Deserialize<Dictionary<string, string>>(gzip)!);
    }
}
