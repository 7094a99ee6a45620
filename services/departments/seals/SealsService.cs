using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.Seals;

/// <summary>Public security, seals (公安): files the set of seals and gives each its number.</summary>
public sealed class SealsService : CityDepartmentService
{
    public override string Name => "seals";

    public override int DefaultPort => 8084;

    protected override IReadOnlyList<IItemHandler> Handlers { get; } = [new SealSet()];
}
