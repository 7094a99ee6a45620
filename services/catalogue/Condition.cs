using System.Text.Json;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>
/// When something applies: a small form over the answers and the place, data and never code. Three-valued: as long as an answer is open a
/// condition that rests on it is open too, unless the other answers settle it. What rests on a question that is not asked is false.
/// </summary>
public abstract record Condition
{
    private Condition() { }

    /// <summary>True or false, or null as long as an answer that decides it is open.</summary>
    public abstract bool? Evaluate(Situation situation);

    /// <summary>The questions it rests on.</summary>
    public abstract IEnumerable<string> Questions { get; }

    /// <summary>The regions it looks at.</summary>
    public virtual IEnumerable<string> Regions => [];

    /// <summary>Itself and every condition within it.</summary>
    internal virtual IEnumerable<Condition> WithParts => [this];

    /// <summary>The numbers it compares an answer with.</summary>
    internal virtual IEnumerable<(string Question, decimal Number)> Thresholds => [];

    /// <summary>Reports a condition over a question that is not asked, over a value it cannot have, or over a region that does not exist.</summary>
    internal abstract void CheckAgainst(ObjectNode questions, Func<string, bool> isRegion, Action<string> report);

    /// <summary>The answer is one of the values.</summary>
    internal sealed record AnswerIs(string Question, IReadOnlyList<JsonElement> Values) : Condition
    {
        public override bool? Evaluate(Situation situation) => situation.IsAsked(Question) switch
        {
            false => false,
            true when situation.Answers[Question] is { } answer => Matches(answer),
            _ => null,
        };

        public override IEnumerable<string> Questions => [Question];

        internal override IEnumerable<(string Question, decimal Number)> Thresholds =>
            Values.Where(v => v.ValueKind == JsonValueKind.Number).Select(v => (Question, v.GetDecimal()));

        internal override void CheckAgainst(ObjectNode questions, Func<string, bool> isRegion, Action<string> report)
        {
            if (questions.Find(Question)?.Node is not { } node)
            {
                report($"the bundle does not ask '{Question}'");
                return;
            }
            List<Fault> faults = [];
            foreach (var value in Values)
                node.Validate(value, "", faults);
            foreach (var fault in faults)
                report($"'{Question}' is compared with a value that {fault.Message} to be an answer");
        }

        private bool Matches(JsonElement answer)
        {
            foreach (var value in Values)
                if (JsonElement.DeepEquals(value, answer))
                    return true;
            return false;
        }
    }

    /// <summary>The answer is a number within bounds, each null where there is none.</summary>
    internal sealed record AnswerWithin(string Question, decimal? Above, decimal? AtLeast, decimal? Below, decimal? AtMost) : Condition
    {
        public override bool? Evaluate(Situation situation) => situation.IsAsked(Question) switch
        {
            false => false,
            true when situation.Answers[Question] is { } answer => answer.TryGetDecimal(out var number)
                && !(number <= Above) && !(number < AtLeast) && !(number >= Below) && !(number > AtMost),
            _ => null,
        };

        public override IEnumerable<string> Questions => [Question];

        internal override IEnumerable<(string Question, decimal Number)> Thresholds =>
            new[] { Above, AtLeast, Below, AtMost }.OfType<decimal>().Select(n => (Question, n));

        internal override void CheckAgainst(ObjectNode questions, Func<string, bool> isRegion, Action<string> report)
        {
            if (questions.Find(Question)?.Node is not { } node)
                report($"the bundle does not ask '{Question}'");
            else if (node is not NumberNode)
                report($"'{Question}' is compared with a number and is answered with {node.Kind}");
        }
    }

    /// <summary>The matter's place is one of the regions, or lies in one.</summary>
    internal sealed record PlaceIn(IReadOnlyList<string> Codes) : Condition
    {
        public override bool? Evaluate(Situation situation) => situation.Place is { } place ? Codes.Any(place.LiesIn) : null;

        public override IEnumerable<string> Questions => [];

        public override IEnumerable<string> Regions => Codes;

        internal override void CheckAgainst(ObjectNode questions, Func<string, bool> isRegion, Action<string> report)
        {
            foreach (var code in Codes.Where(c => !isRegion(c)))
                report($"there is no region '{code}'");
        }
    }

    internal sealed record Not(Condition Inner) : Condition
    {
        public override bool? Evaluate(Situation situation) => !Inner.Evaluate(situation);

        // What the inner one cannot be, it is meant to say.
        internal override IEnumerable<Condition> WithParts => [this];

        public override IEnumerable<string> Questions => Inner.Questions;

        public override IEnumerable<string> Regions => Inner.Regions;

        internal override IEnumerable<(string Question, decimal Number)> Thresholds => Inner.Thresholds;

        internal override void CheckAgainst(ObjectNode questions, Func<string, bool> isRegion, Action<string> report) =>
            Inner.CheckAgainst(questions, isRegion, report);
    }

    /// <summary>All of the parts, or any of them.</summary>
    internal sealed record Several(IReadOnlyList<Condition> Parts, bool NeedsAll) : Condition
    {
        public override bool? Evaluate(Situation situation)
        {
            bool? result = NeedsAll;
            foreach (var part in Parts)
                result = NeedsAll ? result & part.Evaluate(situation) : result | part.Evaluate(situation);
            return result;
        }

        internal override IEnumerable<Condition> WithParts => Parts.SelectMany(p => p.WithParts).Prepend(this);

        public override IEnumerable<string> Questions => Parts.SelectMany(p => p.Questions);

        public override IEnumerable<string> Regions => Parts.SelectMany(p => p.Regions);

        internal override IEnumerable<(string Question, decimal Number)> Thresholds => Parts.SelectMany(p => p.Thresholds);

        internal override void CheckAgainst(ObjectNode questions, Func<string, bool> isRegion, Action<string> report)
        {
            foreach (var part in Parts)
                part.CheckAgainst(questions, isRegion, report);
        }
    }
}
