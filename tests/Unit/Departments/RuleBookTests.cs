using System.Text.Json.Nodes;
using OneVisit.Catalogue;
using OneVisit.MarketRegistration;

namespace OneVisit.Unit.Departments;

public sealed class RuleBookTests
{
    internal sealed record Limit
    {
        public required int Metres { get; init; }
    }

    private const string TwoVersions = """
        - { version: 1, validFrom: 2024-07-01, validTo: 2025-12-31, rules: { metres: 2 } }
        - { version: 2, validFrom: 2026-01-01, rules: { metres: 3 } }
        """;

    [Theory]
    [InlineData("2024-07-01", 1, 2)]
    [InlineData("2025-12-31", 1, 2)]
    [InlineData("2026-01-01", 2, 3)]
    [InlineData("2099-01-01", 2, 3)]
    public void Gives_the_version_of_the_day(string day, int version, int metres)
    {
        var book = RuleBook<Limit>.Read(TwoVersions, "limits.yaml");

        Assert.Equal((version, metres), (book.VersionAt(DateOnly.Parse(day)).Version, book.At(DateOnly.Parse(day)).Metres));
    }

    [Fact]
    public void Says_so_when_no_version_applies() =>
        Assert.Contains("2024-06-30", Assert.Throws<InvalidOperationException>(
            () => RuleBook<Limit>.Read(TwoVersions, "limits.yaml").At(new DateOnly(2024, 6, 30))).Message);

    [Theory]
    [InlineData("[]", "has no version")]
    [InlineData("- { version: 1, validFrom: 2026-01-02, validTo: 2026-01-01, rules: { metres: 2 } }", "ends before it begins")]
    [InlineData("- { version: 1, validFrom: 2026-01-01, rules: { metres: 2 } }\n- { version: 2, validFrom: 2026-03-01, rules: { metres: 2 } }", "overlap")]
    [InlineData("- { version: 1, validFrom: 2026-01-01, validTo: 2026-03-01, rules: { metres: 2 } }\n- { version: 2, validFrom: 2026-03-01, rules: { metres: 2 } }", "overlap")]
    [InlineData("- { version: 1, validFrom: 2026-01-01, validTo: 2026-03-01, rules: { metres: 2 } }\n- { version: 2, validFrom: 2026-03-03, rules: { metres: 2 } }", "have no rules")]
    [InlineData("- { version: 1, validFrom: 2026-01-01, validTo: 2026-03-01, rules: { metres: 2 } }\n- { version: 1, validFrom: 2026-03-02, rules: { metres: 2 } }", "follows")]
    [InlineData("- { version: 1, validFrom: 2026-01-01, rules: { metres: 2, feet: 6 } }", "feet")]
    [InlineData("- { version: 1, validFrom: 2026-01-01, rules: {} }", "metres")]
    [InlineData("- { version: 1, validFrom: 2026-01-01, rules: { metres: tall } }", "metres")]
    [InlineData("- { version: 1, validFrom: 2026-01-01", "limits.yaml")]
    public void Refuses_a_faulty_text_and_names_it(string yaml, string fault)
    {
        var message = Assert.Throws<InvalidDataException>(() => RuleBook<Limit>.Read(yaml, "limits.yaml")).Message;

        Assert.StartsWith("limits.yaml", message);
        Assert.Contains(fault, message);
    }

    [Fact]
    public void Names_a_file_the_catalogue_does_not_have() => Assert.Contains("data/tax/rules/nothing.yaml",
        Assert.Throws<InvalidDataException>(() => RuleBook<Limit>.Load("tax", "nothing")).Message);

    [Theory]
    [InlineData("market-registration", "registration")]
    [InlineData("tax", "registration")]
    [InlineData("seals", "seal-set")]
    [InlineData("signage", "shop-sign")]
    public void Every_rule_text_has_both_languages_the_same_figures_and_a_basis(string department, string name)
    {
        using var stream = typeof(RuleBook<>).Assembly.GetManifestResourceStream($"data/{department}/rules/{name}.yaml")!;
        var root = YamlText.Parse(new StreamReader(stream).ReadToEnd())!;
        var texts = All(root).OfType<JsonObject>().Where(o => o.ContainsKey("zh") && o.ContainsKey("basis")).ToList();

        Assert.True(texts.Count > 5);
        Assert.DoesNotContain(null, All(root));
        Assert.All(texts, text => Assert.Equal(Figures(text["zh"]!), Figures(text["en"]!)));
        // A figure may await its confirmation; the law that a refusal rests on may not.
        Assert.All(texts, text => Assert.DoesNotMatch("^$|^unverified", text["basis"]!.GetValue<string>()));
    }

    [Fact]
    public void Standard_phrases_and_code_segments_are_given_once()
    {
        var rules = RuleBook<RegistrationRules>.Load("market-registration", "registration").At(Sample.Today);
        string[] phrases = [.. rules.BusinessScope.General, .. rules.BusinessScope.After.Concat(rules.BusinessScope.Prior).SelectMany(p => p.Phrases)];

        Assert.Equal(phrases.Distinct(), phrases);
        Assert.All(phrases, phrase => Assert.Equal(ScopeRules.Written(phrase), phrase));
        Assert.All(rules.Regions, a => Assert.All(rules.Regions, b => Assert.True(a == b || !a.CodeSegment.StartsWith(b.CodeSegment, StringComparison.Ordinal))));
    }

    /// <summary>The figures of a text; the English twin of a word (<c>roleEn</c> for <c>role</c>) is the same figure.</summary>
    private static IEnumerable<string> Figures(JsonNode text) => text.GetValue<string>().Split('{').Skip(1)
        .Select(rest => rest.Split('}')[0]).Select(figure => figure.EndsWith("En", StringComparison.Ordinal) ? figure[..^2] : figure).Distinct().Order();

    private static IEnumerable<JsonNode?> All(JsonNode? node) => node switch
    {
        JsonObject o => o.Select(p => p.Value).SelectMany(All).Prepend(o),
        JsonArray a => a.SelectMany(All).Prepend(a),
        _ => [node],
    };
}
