using OneVisit.Support;
using OneVisit.SystemTests.Scenarios;

namespace OneVisit.SystemTests;

/// <summary>The embedded platform as its users start it, killed with -9 while cases pour in.</summary>
public sealed class KilledUnderLoadTests
{
    private const int Kills = 3;
    private const int CasesAKill = 60;

    [Fact]
    public async Task Every_accepted_case_completes_once_after_kill_9_and_no_identity_number_was_logged()
    {
        using var data = new TempFolder();
        using var http = new HttpClient();
        string[] arguments = ["--environment", "Development", "--Data", data.Path, "--urls"];
        var process = PlatformProcess.Embedded([.. arguments, "http://127.0.0.1:0"]);
        var address = await process.AddressAsync();
        var applicant = await Client.SignInAsync(http, () => address, "applicant");
        var accepted = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var submissions = Enumerable.Range(0, CasesAKill).Select(_ => TrySubmitAsync(applicant)).ToList();
            // In the middle of it: as soon as some are answered and others not yet.
            await Task.WhenAny(submissions);
            await process.KillAsync();
            accepted.AddRange((await Task.WhenAll(submissions)).OfType<string>());
            Assert.All(Sample.IdentityNumbers, number => Assert.DoesNotContain(number, process.Output, StringComparison.Ordinal));
            process.Dispose();
            process = PlatformProcess.Embedded([.. arguments, address.ToString()]);
            await process.AddressAsync();
        }
        using (process)
        {
            Assert.NotEmpty(accepted);
            foreach (var id in accepted)
            {
                await Eventually.TrueAsync($"case {id} has completed", async () => (await applicant.GetAsync($"/api/cases/{id}")).Text("lifecycle") == "completed");
                var journal = (await applicant.GetAsync($"/api/cases/{id}/journal?limit=500")).Json.GetProperty("items").EnumerateArray().ToList();
                JournalProof.Verify(Guid.Parse(id), journal);
                Assert.Equal(4, journal.Count(e => e.GetProperty("kind").GetString() == "licences-issued"));
                Assert.Equal(4, journal.Count(e => e.GetProperty("kind").GetString() == "review-decided"));
            }
        }
    }

    /// <summary>The case's id when the platform acknowledged it.</summary>
    private static async Task<string?> TrySubmitAsync(Client applicant)
    {
        try
        {
            var reply = await applicant.PostAsync("/api/cases", Sample.StartUp());
            return reply.Status == 201 ? reply.Id : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
