using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.MarketRegistration;

/// <summary>Market registration (市场监管): sets up companies and individual businesses, and issues the business licence with the unified social credit code.</summary>
public sealed class MarketRegistrationService : CityDepartmentService
{
    public override string Name => "market-registration";

    public override int DefaultPort => 8082;

    protected override IReadOnlyList<IItemHandler> Handlers { get; } = [new CompanySetUp(), new IndividualSetUp()];
}
