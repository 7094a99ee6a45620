using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Verifies a journal from what the API gives and the published recipe alone, not with the platform's own code.</summary>
internal static class JournalProof
{
    public static void Verify(Guid caseId, IReadOnlyList<JsonElement> entries)
    {
        var previous = new string('0', 64);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            Assert.Equal(i + 1, entry.GetProperty("seq").GetInt64());
            var at = entry.GetProperty("at").GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            var text = $"{previous}\n{caseId:D}\n{i + 1}\n{at}\n{entry.GetProperty("kind").GetString()}\n{entry.GetProperty("data").GetRawText()}";
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(previous, entry.GetProperty("hash").GetString());
        }
    }
}
