using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Kit.Departments;

namespace OneVisit.Tax;

/// <summary>Tax (税务): registers taxpayers, determines their taxes, and grants their first invoices.</summary>
public sealed class TaxService : DepartmentService
{
    public override string Name => "tax";

    public override int DefaultPort => 8083;

    protected override IReadOnlyList<IItemHandler> Handlers { get; } = [new Registration()];

    protected override CountingCalendar Calendar { get; } = CityCalendars.Load().National;
}
