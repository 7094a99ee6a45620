using OneVisit.Catalogue;
using OneVisit.Kit.Departments;

namespace OneVisit.Signage;

/// <summary>City management, signage (城管): permits shop-front signs.</summary>
public sealed class SignageService : CityDepartmentService
{
    public override string Name => "signage";

    public override int DefaultPort => 8085;

    protected override IReadOnlyList<IItemHandler> Handlers { get; } = [new ShopSign()];
}
