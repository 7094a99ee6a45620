using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>
/// The clocks of the cities' catalogues in force, and every edition that dates were ever told by: an edition is the calendars and when limits are
/// warned of, and is kept in the store before anybody is told a date by it.
/// </summary>
internal sealed class CityClocks(Catalogues catalogues, CityTime time)
{
    private readonly ConcurrentDictionary<string, CountingCalendar> _editions = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<CityCatalogue, CityClock> _clocks = [];

    /// <summary>The clock of the city of a place.</summary>
    public CityClock Of(string region) => Of(catalogues.Current.Of(region));

    /// <summary>The editions in force, one a city.</summary>
    public IReadOnlyList<string> Editions => [.. catalogues.Current.All.Select(c => Of(c).Edition).Distinct()];

    /// <summary>Keeps a catalogue's edition, and learns of those kept before it.</summary>
    public async Task KeepAsync(CityCatalogue catalogue, Store store, DateTimeOffset now, CancellationToken cancel)
    {
        var text = EditionOf(catalogue);
        await using var connection = await store.OpenAsync(cancel);
        await connection.ExecuteAsync(
            "insert into calendar_text (edition, content, kept_at) values (@edition, @content, @now) on conflict (edition) do nothing",
            new { edition = text.Digest, content = PackedText.Of(text), now });
        await LearnAsync(store, cancel);
    }

    /// <summary>Learns of the editions that were kept by other processes too.</summary>
    public async Task LearnAsync(Store store, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        foreach (var (edition, content) in await connection.QueryAsync<(string, byte[])>("select edition, content from calendar_text"))
        {
            if (!_editions.ContainsKey(edition))
                _editions[edition] = CityCalendars.Load(PackedText.Read(content)).National;
        }
    }

    private CityClock Of(CityCatalogue catalogue) => _clocks.GetValue(catalogue, Made);

    /// <summary>What holds, and not the city's own files: what a city leaves out it has of the platform, and that may change with a release.</summary>
    internal static CatalogueText EditionOf(CityCatalogue catalogue) => CatalogueText.Of(
        new Dictionary<string, string>(catalogue.Calendars.Text.Files) { ["warnings"] = JsonSerializer.Serialize(catalogue.Limits.Warnings, JsonText.Options) });

    private CityClock Made(CityCatalogue catalogue) => new(
        new Deadlines(catalogue.Calendar, time),
        EditionOf(catalogue).Digest,
        [.. catalogue.Limits.Warnings!.Select(w => new Warning(w.Id, w.Colour, new Rung(w.Percent, w.DaysBefore, w.DaysAfter), w.To))],
        item => catalogue.FindItem(item)?.Name ?? new Text(item, item),
        edition => _editions.GetValueOrDefault(edition))
    {
        Collection = new CollectionTerms(Days(catalogue.Limits.Supplement!.Collection), Days(catalogue.Limits.Single!.Acceptance)),
        ItemOf = (item, day) => catalogue.FindItem(item, day) ?? catalogue.FindItem(item),
        Inspections = InspectionPlan.Of(catalogue),
    };

    private static DayLimit Days(TimeLimit limit) => new(limit.Days, limit.Unit);
}
