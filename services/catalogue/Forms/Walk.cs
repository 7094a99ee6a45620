using System.Text;
using OneVisit.Contracts.Api;

namespace OneVisit.Catalogue.Forms;

/// <summary>
/// A walk through one document: where it stands, and the faults found. The pointer is written only for a fault, so a clean document
/// costs no text. After <see cref="Limit"/> faults the walk is over: a hostile document must not cost an answer longer than itself.
/// </summary>
internal sealed class Walk(string root, ICollection<Fault> faults)
{
    public const int Limit = 200;

    private readonly record struct Step(string? Name, int Index);

    private Step[] _steps = new Step[8];
    private int _depth;

    /// <summary>No more faults are taken.</summary>
    public bool IsOver => faults.Count > Limit;

    public void Enter(string name) => Enter(new Step(name, 0));

    public void Enter(int index) => Enter(new Step(null, index));

    public void Leave() => _depth--;

    public void Report(string code, string message)
    {
        if (faults.Count < Limit)
            faults.Add(new Fault(Pointer(), code, message));
        else if (faults.Count == Limit)
            faults.Add(new Fault("", FaultCodes.MoreFaults, $"there are more than {Limit} faults"));
    }

    public void Report(string member, string code, string message)
    {
        Enter(member);
        Report(code, message);
        Leave();
    }

    private void Enter(Step step)
    {
        if (_depth == _steps.Length)
            Array.Resize(ref _steps, _depth * 2);
        _steps[_depth++] = step;
    }

    private string Pointer()
    {
        var pointer = new StringBuilder(root);
        foreach (var step in _steps.AsSpan(0, _depth))
        {
            pointer.Append('/');
            if (step.Name is { } name)
                pointer.Append(JsonPointer.Escape(name));
            else
                pointer.Append(step.Index);
        }
        return pointer.ToString();
    }
}
