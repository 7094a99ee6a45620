using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OneVisit.Support;

namespace OneVisit.SystemTests.Scenarios;

/// <summary>Bad input: the documented problem, every fault at once, never a 500, and nothing stored.</summary>
public abstract partial class CaseScenarios
{
    public static TheoryData<string, string, int, string> Unreadable => new()
    {
        { "{\"bundle\": ", "application/json", 400, "malformed-json" },
        { "", "application/json", 400, "malformed-json" },
        { "{\"bundle\":\"a\",\"bundle\":\"b\"}", "application/json", 400, "malformed-json" },
        { new string('[', 100_000), "application/json", 400, "malformed-json" },
        { "bundle=business-start-up", "application/x-www-form-urlencoded", 415, "unsupported-media-type" },
        { "{}", "text/plain", 415, "unsupported-media-type" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_cannot_be_read_is_said_to_be_so(string body, string mediaType, int status, string code)
    {
        var applicant = await Platform.ClientAsync("applicant");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        var reply = await applicant.SendAsync(HttpMethod.Post, "/api/cases", content);
        Assert.Equal((status, code, "application/problem+json"), (reply.Status, reply.Text("code"), reply.MediaType));
        Assert.Empty((await applicant.GetAsync("/api/cases")).Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("/api/cases?lifecycle=q&limit=x", "/lifecycle", "/limit")]
    [InlineData("/api/cases?lifecycle=q&region=43&cursor=z", "/lifecycle", "/region", "/cursor")]
    [InlineData("/api/cases?cursor=%00&bundle=a%00b", "/cursor", "/bundle")]
    [InlineData("/api/notices?case=x&limit=0", "/case", "/limit")]
    [InlineData("/api/items?region=999999&limit=0&cursor=x", "/region", "/limit", "/cursor")]
    [InlineData("/api/guidance?region=999999", "/region", "/text")]
    public async Task Every_fault_of_a_query_is_named_at_once(string path, params string[] parameters)
    {
        var reply = await (await Platform.ClientAsync("applicant")).GetAsync(path);
        Assert.Equal((400, "invalid-query"), (reply.Status, reply.Text("code")));
        Assert.Equal(parameters.Order(), reply.Faults.Order());
    }

    [Fact]
    public async Task A_fault_of_what_is_asked_of_a_journal_names_its_parameter()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await applicant.PostAsync("/api/cases", Sample.StartUp());
        Assert.Equal(["/limit"], (await applicant.GetAsync($"/api/cases/{submitted.Id}/journal?limit=501")).Faults);
        Assert.Equal(["/cursor", "/limit"], (await applicant.GetAsync($"/api/cases/{submitted.Id}/journal?limit=0&cursor=x")).Faults.Order());
    }

    [Fact]
    public async Task A_member_that_is_written_twice_is_named()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var body = new StringContent("{\"bundle\":\"a\",\"form\":{\"x\":1,\"x\":2}}", Encoding.UTF8, "application/json");
        var reply = await applicant.SendAsync(HttpMethod.Post, "/api/cases", body);
        Assert.Equal((400, "malformed-json"), (reply.Status, reply.Text("code")));
        Assert.Equal(["/form/x"], reply.Faults);
    }

    [Fact]
    public async Task A_body_of_five_megabytes_is_too_large()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var body = Sample.StartUp(b => b["form"]!["sign"]!["text"] = new string('大', 5 * 1024 * 1024 / 3));
        var reply = await applicant.PostAsync("/api/cases", body);
        Assert.Equal((413, "application/problem+json"), (reply.Status, reply.MediaType));
    }

    [Fact]
    public async Task Every_fault_of_a_submission_is_named_at_once_with_its_place_and_nothing_is_stored()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var reply = await applicant.PostAsync("/api/cases", Sample.StartUp(body =>
        {
            body["surprise"] = 1;
            body["region"] = "999999";
            body["applicant"]!["idNumber"] = "430602198504151236";
            body["answers"]!["hiresEmployees"] = "perhaps";
            body["form"]!["enterprise"]!["termYears"] = "thirty";
            body["form"]!["sign"]!["colour"] = "red";
            body["form"]!["legalRepresentative"]!.AsObject().Remove("name");
            body["materials"]!.AsArray().RemoveAt(0);
        }));
        Assert.Equal(422, reply.Status);
        var expected = new[]
        {
            "/surprise", "/region", "/applicant/idNumber", "/answers/hiresEmployees", "/form/enterprise/termYears", "/form/sign/colour",
            "/form/legalRepresentative/name",
        };
        Assert.Empty(expected.Except(reply.Faults));
        Assert.Contains(reply.Faults, p => p.StartsWith("/materials", StringComparison.Ordinal));
        Assert.DoesNotContain("430602198504151236", reply.Body, StringComparison.Ordinal);
        Assert.Empty((await applicant.GetAsync("/api/cases")).Json.GetProperty("items").EnumerateArray());
    }

    public static TheoryData<string> Oddities => ["null", "[]", "\"text\"", "42", "{}", "{\"bundle\":\"no-such-bundle\"}", "{\"form\":{\"enterprise\":[1]}}", "{\"bundle\":\"business-start-up\",\"form\":{\"enterprise\":{\"name\":{\"tradeName\":\"\\u0000\"}}}}"];

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task Well_formed_nonsense_is_invalid_and_never_a_failure(string body)
    {
        var applicant = await Platform.ClientAsync("applicant");
        var reply = await applicant.PostAsync("/api/cases", JsonNode.Parse(body));
        Assert.Equal(422, reply.Status);
        Assert.NotEmpty(reply.Faults);
    }

    [Fact]
    public async Task A_character_no_database_can_keep_is_refused_where_it_stands()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var reply = await applicant.PostAsync("/api/cases", Sample.StartUp(b => b["form"]!["sign"]!["text"] = "洞庭\0湘味"));
        Assert.Equal(422, reply.Status);
        Assert.Contains("/form/sign/text", reply.Faults);
    }

    [Theory]
    [InlineData("/api/cases?bundle=%00", "invalid-query")]
    [InlineData("/api/cases?applicant=a%00b", "invalid-query")]
    [InlineData("/api/cases?region=43%25", "invalid-query")]
    [InlineData("/api/items?region=43%00", "invalid-query")]
    public async Task A_query_no_database_can_take_is_refused(string path, string code)
    {
        var reply = await (await Platform.ClientAsync("applicant")).GetAsync(path);
        Assert.Equal((400, code), (reply.Status, reply.Text("code")));
    }

    [Fact]
    public async Task A_text_that_is_none_is_refused_wherever_a_text_is_taken()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        var held = await HeldByPoolAsync(applicant, submitted.Id);
        var officer = await Platform.ClientAsync("officer", department: "market-registration", region: "430602");
        var task = $"/api/departments/market-registration/tasks/{held.Item("market-registration").GetProperty("task").GetString()}";
        var admin = await Platform.ClientAsync("admin");

        foreach (var broken in new[] { "\\ud800", "\\u0000", "\u00ff" })
        {
            var reason = $$"""{"reason":"{{broken}}","outcome":"refuse","legalBasis":"x","action":"retry","to":"{{broken}}"}""";
            Assert.Contains("/reason", (await SendAsync(applicant, $"/api/cases/{submitted.Id}/withdrawal", reason)).Faults);
            Assert.Contains("/reason", (await SendAsync(admin, $"/api/cases/{submitted.Id}/resolution", reason)).Faults);
            Assert.Contains("/reason", (await SendAsync(officer, $"{task}/decision", reason)).Faults);
            Assert.Contains("/to", (await SendAsync(officer, $"{task}/assign", reason)).Faults);
        }
        Assert.Equal((400, 400, 400), (
            (await applicant.GetAsync("/api/cases?bundle=%00")).Status,
            (await applicant.GetAsync("/api/cases?applicant=%00&region=%00")).Status,
            (await officer.GetAsync("/api/departments/market-registration/tasks?region=%00")).Status));
        Assert.Equal("reviewing", (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Text("lifecycle"));

        // In Latin-1, so that U+00FF is the byte FF, which no UTF-8 text has.
        static Task<Reply> SendAsync(Client caller, string path, string body)
        {
            var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return caller.SendAsync(HttpMethod.Post, path, content, ifMatch: "\"1\"");
        }
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_changes_nothing()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var submitted = await SubmitAsync(applicant, Sample.StartUp(Sample.LeaveRegistrationToPeople));
        await HeldByPoolAsync(applicant, submitted.Id);
        var reply = await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "x" }, ifMatch: submitted.ETag);
        Assert.Equal(412, reply.Status);
        Assert.Equal("reviewing", (await applicant.GetAsync($"/api/cases/{submitted.Id}")).Text("lifecycle"));
        Assert.Equal(422, (await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject())).Status);
        Assert.Equal(422, (await applicant.PostAsync($"/api/cases/{submitted.Id}/withdrawal", new JsonObject { ["reason"] = "a\0b" })).Status);
    }

    [Fact]
    public async Task Without_a_token_nothing_and_with_the_wrong_role_nothing_is_submitted()
    {
        using var http = new HttpClient();
        var bare = await http.PostAsync(new Uri(Platform.Gateway, "/api/cases"), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(401, (int)bare.StatusCode);
        var officer = await Platform.ClientAsync("officer", department: "tax", region: "430602");
        Assert.Equal(403, (await officer.PostAsync("/api/cases", Sample.StartUp())).Status);
        Assert.Equal(404, (await officer.GetAsync("/api/cases/not-an-id")).Status);
        Assert.Equal(400, (await officer.GetAsync("/api/cases?limit=0&cursor=x&lifecycle=y")).Status);
    }

    [Fact]
    public async Task Every_fault_of_a_query_is_named_by_its_parameter_also_of_what_is_no_value_of_its_type()
    {
        var officer = await Platform.ClientAsync("officer", department: "tax", region: "430602");

        var inbox = await officer.GetAsync(
            "/api/departments/tax/tasks?limit=abc&state=x&lifecycle=y&case=z&late=maybe&proposed=1&region=9&sort=age&item=&holder=a&holder=b&cursor=w");
        Assert.Equal((400, "invalid-query"), (inbox.Status, inbox.Text("code")));
        Assert.Equal(["/case", "/cursor", "/holder", "/item", "/late", "/lifecycle", "/limit", "/proposed", "/region", "/sort", "/state"], inbox.Faults.Order());
        Assert.Equal(["/cursor"], (await officer.GetAsync($"/api/departments/tax/tasks?sort=lateness&cursor={Guid.CreateVersion7()}")).Faults);
        Assert.Equal(["/cursor"], (await officer.GetAsync($"/api/departments/tax/tasks?cursor=2026-11-24.{Guid.CreateVersion7()}")).Faults);
        Assert.Equal(["/late", "/sort"], (await officer.GetAsync("/api/departments/tax/tasks?state=closed&late=true&sort=lateness")).Faults.Order());

        foreach (var path in (string[])["/api/cases", "/api/notices", "/api/departments/tax/notices"])
            Assert.Equal((path, 400, "/limit"), (path, (await officer.GetAsync($"{path}?limit=abc")).Status, (await officer.GetAsync($"{path}?limit=abc")).Faults.Single()));
        Assert.Equal("/case", (await officer.GetAsync("/api/notices?case=abc")).Faults.Single());
    }

    [Fact]
    public async Task The_plan_tells_what_is_asked_and_its_form_is_a_JSON_Schema()
    {
        var applicant = await Platform.ClientAsync("applicant");
        var plan = await applicant.PostAsync("/api/bundles/business-start-up/plan", new JsonObject
        {
            ["region"] = "430602",
            ["answers"] = new JsonObject { ["entityKind"] = "company", ["hasSign"] = false },
        });
        Assert.Equal(200, plan.Status);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", plan.Json.GetProperty("form").GetProperty("$schema").GetString());
        Assert.Equal(
            ["market-registration.company-set-up", "seals.seal-set", "tax.registration"],
            plan.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()!).Order());
        Assert.Equal(200, (await applicant.GetAsync("/api/bundles")).Status);
        Assert.Equal(404, (await applicant.GetAsync("/api/bundles/none")).Status);
        Assert.Equal(
            ["market-registration.company-set-up", "market-registration.individual-set-up"],
            (await applicant.GetAsync("/api/items?department=market-registration")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).Order());
    }
}
