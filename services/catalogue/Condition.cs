using System.Text.Json;
using System.Text.Json.Serialization;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>
/// When something applies: a small form over the answers, data and never code. Three-valued: as long as an answer is open a condition that
/// rests on it is open too, unless the other answers settle it.
/// </summary>
public abstract record Condition
{
    private Condition() { }

    /// <summary>True or false, or null as long as an answer that decides it is open.</summary>
    public abstract bool? Evaluate(Answers answers);

    /// <summary>The questions it rests on.</summary>
    public abstract IEnumerable<string> Questions { get; }

    /// <summary>Refuses a condition over a question that is not asked, or over a value it cannot have.</summary>
    /// <exception cref="InvalidDataException">Names the place and the question.</exception>
    internal abstract void CheckAgainst(ObjectNode questions, string path);

    /// <summary>The answer is one of the values.</summary>
    internal sealed record AnswerIs(string Question, IReadOnlyList<JsonElement> Values) : Condition
    {
        public override bool? Evaluate(Answers answers) => answers[Question] is { } answer ? Values.Any(v => JsonElement.DeepEquals(v, answer)) : null;

        public override IEnumerable<string> Questions => [Question];

        internal override void CheckAgainst(ObjectNode questions, string path)
        {
            var node = questions.Find(Question)?.Node ?? throw new InvalidDataException($"{path}: the bundle does not ask '{Question}'");
            List<Fault> faults = [];
            foreach (var value in Values)
                node.Validate(value, "", faults);
            if (faults.Count > 0)
                throw new InvalidDataException($"{path}: '{Question}' is compared with a value that {faults[0].Message} to be an answer");
        }
    }

    internal sealed record Not(Condition Inner) : Condition
    {
        public override bool? Evaluate(Answers answers) => !Inner.Evaluate(answers);

        public override IEnumerable<string> Questions => Inner.Questions;

        internal override void CheckAgainst(ObjectNode questions, string path) => Inner.CheckAgainst(questions, path);
    }

    internal sealed record All(IReadOnlyList<Condition> Parts) : Condition
    {
        public override bool? Evaluate(Answers answers) => Parts.Aggregate((bool?)true, (result, part) => result & part.Evaluate(answers));

        public override IEnumerable<string> Questions => Parts.SelectMany(p => p.Questions);

        internal override void CheckAgainst(ObjectNode questions, string path)
        {
            foreach (var part in Parts)
                part.CheckAgainst(questions, path);
        }
    }

    internal sealed record Any(IReadOnlyList<Condition> Parts) : Condition
    {
        public override bool? Evaluate(Answers answers) => Parts.Aggregate((bool?)false, (result, part) => result | part.Evaluate(answers));

        public override IEnumerable<string> Questions => Parts.SelectMany(p => p.Questions);

        internal override void CheckAgainst(ObjectNode questions, string path)
        {
            foreach (var part in Parts)
                part.CheckAgainst(questions, path);
        }
    }
}

/// <summary>A condition as the catalogue's text writes it: exactly one of its forms.</summary>
internal sealed record ConditionText
{
    public string? Answer { get; init; }
    [JsonPropertyName("equals")]
    public JsonElement? EqualTo { get; init; }
    public IReadOnlyList<JsonElement>? In { get; init; }
    public ConditionText? Not { get; init; }
    public IReadOnlyList<ConditionText>? All { get; init; }
    public IReadOnlyList<ConditionText>? Any { get; init; }

    /// <exception cref="InvalidDataException">It is none of the forms, or several at once.</exception>
    public Condition ToCondition(string path) => this switch
    {
        { Answer: { } question, EqualTo: { } value, In: null, Not: null, All: null, Any: null } => new Condition.AnswerIs(question, [value]),
        { Answer: { } question, EqualTo: null, In: { Count: > 0 } values, Not: null, All: null, Any: null } => new Condition.AnswerIs(question, values),
        { Answer: null, EqualTo: null, In: null, Not: { } inner, All: null, Any: null } => new Condition.Not(inner.ToCondition(path)),
        { Answer: null, EqualTo: null, In: null, Not: null, All: { Count: > 0 } parts, Any: null } => new Condition.All(Each(parts, path)),
        { Answer: null, EqualTo: null, In: null, Not: null, All: null, Any: { Count: > 0 } parts } => new Condition.Any(Each(parts, path)),
        _ => throw new InvalidDataException($"{path}: a condition is one of: answer + equals, answer + in, not, all, any"),
    };

    private static Condition[] Each(IReadOnlyList<ConditionText> parts, string path) => [.. parts.Select(p => p.ToCondition(path))];
}
