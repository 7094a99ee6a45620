using OneVisit.Catalogue;

namespace OneVisit.All.Simulate;

/// <summary>What waits at a desk.</summary>
internal abstract record Errand
{
    public bool Waits { get; set; }
}

/// <summary>One review, as it is followed.</summary>
/// <param name="Subject">Its number among all there could be, for which chance is drawn.</param>
internal sealed record TaskRecord(Guid Id, CaseRecord Case, long Subject, ServiceItem Item, string Service) : Errand
{
    public int Round { get; set; }
    public bool Touched { get; set; }
    public bool Decided { get; set; }
}

/// <summary>One application, as it is followed.</summary>
internal sealed record CaseRecord(Guid Id, int Number, DateOnly Submitted) : Errand
{
    public List<TaskRecord> Tasks { get; } = [];
    public bool Counted { get; set; }
}
