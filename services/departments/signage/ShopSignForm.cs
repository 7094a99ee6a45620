namespace OneVisit.Signage;

/// <summary>What the shop-front sign asks of the merged form.</summary>
internal sealed record ShopSignForm(Sign Sign, Enterprise Enterprise)
{
    /// <summary>Width times height, in square metres.</summary>
    public decimal AreaSquareMetres => Sign.WidthMetres * Sign.HeightMetres;
}

/// <summary>The sign.</summary>
/// <param name="ProjectionMetres">How far it stands out from the wall.</param>
/// <param name="FrontageMetres">The width of the shop's front.</param>
/// <param name="BottomHeightMetres">From the pavement to the sign's lower edge.</param>
internal sealed record Sign(
    string Text,
    decimal WidthMetres,
    decimal HeightMetres,
    decimal ProjectionMetres,
    decimal FrontageMetres,
    decimal BottomHeightMetres,
    string Lighting,
    string Street,
    bool Temporary);

internal sealed record Enterprise(Domicile Domicile);

internal sealed record Domicile(string Region, string Address);
