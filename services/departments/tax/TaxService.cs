using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.Tax;

/// <summary>Tax (税务): registers taxpayers, determines their taxes, and grants their first invoices.</summary>
public sealed class TaxService : CityDepartmentService
{
    public override string Name => "tax";

    public override int DefaultPort => 8083;

    protected override IReadOnlyList<IItemHandler> Handlers { get; } = [new Registration()];
}
