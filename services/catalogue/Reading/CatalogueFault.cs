namespace OneVisit.Catalogue;

/// <summary>Something wrong with a catalogue, and where: <c>tax/items/registration.yaml:18: ...</c>.</summary>
/// <param name="Line">Counts from 1.</param>
public sealed record CatalogueFault(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}

/// <summary>A catalogue that does not fit together. The message names every fault, one a line.</summary>
public sealed class InvalidCatalogueException(IReadOnlyList<CatalogueFault> faults)
    : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<CatalogueFault> Faults { get; } = faults;
}
