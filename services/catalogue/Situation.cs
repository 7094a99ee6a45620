using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue;

/// <summary>What is known of one applicant (情形): the answers, the place of the matter, and so which questions are asked.</summary>
public sealed class Situation
{
    private readonly Dictionary<string, bool?>? _asked;

    /// <param name="place">Null as long as it is not known: what rests on it is open.</param>
    internal Situation(Bundle bundle, Answers answers, Region? place)
    {
        Answers = answers;
        Place = place;
        if (bundle.QuestionConditions.Count == 0)
            return;
        // A question's condition rests on questions before it, so each finds what it needs.
        _asked = new(bundle.QuestionConditions.Count);
        foreach (var (question, condition) in bundle.QuestionConditions)
            _asked[question] = condition.Evaluate(this);
    }

    public Answers Answers { get; }

    public Region? Place { get; }

    /// <summary>Whether the question is asked; null as long as an answer before it decides that.</summary>
    public bool? IsAsked(string question) => _asked is not null && _asked.TryGetValue(question, out var asked) ? asked : true;

    /// <summary>Names the answers to questions that are not asked in this situation.</summary>
    internal void RefuseAnswersNotAskedFor(Bundle bundle, string pointer, ICollection<Fault> faults)
    {
        foreach (var question in bundle.QuestionConditions.Keys)
            if (IsAsked(question) == false && Answers[question] is not null)
                faults.Add(new($"{pointer}/{JsonPointer.Escape(question)}", FaultCodes.UnknownMember, "is not asked with these answers"));
    }
}
