using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>What an applicant answered of a bundle's questions: known questions with admissible values, the rest left out.</summary>
public sealed class Answers
{
    public static readonly Answers None = new([]);

    private readonly Dictionary<string, JsonElement> _values;

    internal Answers(Dictionary<string, JsonElement> values) => _values = values;

    /// <summary>The answer, or null when the question is open.</summary>
    public JsonElement? this[string question] => _values.TryGetValue(question, out var value) ? value : null;

    /// <summary>Reads answers and names every fault but a missing one: whether a question has to be answered depends on what is done next.</summary>
    public static Answers Read(Bundle bundle, JsonElement answers, string pointer, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(faults);
        var questions = bundle.AnswerForm;
        var before = faults.Count;
        questions.Validate(answers, pointer, faults);
        var clean = faults.Count == before;
        var values = new Dictionary<string, JsonElement>(questions.Fields.Count);
        foreach (var question in questions.Fields)
            if (Json.MemberOf(answers, question.Utf8Name) is { } value && (clean || IsAdmissible(question.Node, value)))
                values[question.Name] = value;
        return new(values);
    }

    private static bool IsAdmissible(FormNode node, JsonElement value)
    {
        List<Fault> faults = [];
        node.Validate(value, "", faults);
        return faults.Count == 0;
    }
}
