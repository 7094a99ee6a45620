using System.Reflection;
using OneVisit.Clock;
using OneVisit.Contracts;

namespace OneVisit.Catalogue;

/// <summary>
/// The calendars by which limits are counted, apart from the rest of the catalogue: a department counts days without knowing another's items.
/// </summary>
public sealed class CityCalendars
{
    /// <summary>The id of the national calendar, by which every limit is counted that names no other.</summary>
    public const string NationalId = "cn";

    private const string Folder = "data/calendars/";

    private readonly Dictionary<string, CountingCalendar> _calendars;

    private CityCalendars(Dictionary<string, CountingCalendar> calendars, IReadOnlyDictionary<DateOnly, Text> holidays)
    {
        _calendars = calendars;
        NationalHolidays = holidays;
    }

    public CountingCalendar National => _calendars[NationalId];

    /// <summary>What the days off of the national calendar are called.</summary>
    public IReadOnlyDictionary<DateOnly, Text> NationalHolidays { get; }

    public CountingCalendar? Find(string id) => _calendars.GetValueOrDefault(id);

    /// <summary>Loads the calendars built into this assembly.</summary>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCalendars Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(IsCalendar))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name] = reader.ReadToEnd();
        }
        return Load(files);
    }

    /// <summary>Loads calendars from the files of a catalogue. A calendar over another one is read after it, whatever the files are called.</summary>
    /// <param name="files">Path to text: <c>data/calendars/cn.yaml</c>. Others are not looked at.</param>
    /// <exception cref="InvalidDataException">Names the file and what is wrong with it.</exception>
    public static CityCalendars Load(IReadOnlyDictionary<string, string> files)
    {
        var waiting = files.Where(f => IsCalendar(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => (Path: f.Key, Text: YamlText.Read<CalendarText>(f.Value, f.Key))).ToList();
        var holidays = waiting.Where(c => c.Text.Id == NationalId).SelectMany(c => c.Text.Notices).SelectMany(n => n.DaysOff)
            .SelectMany(off => off.Days().Select(day => (day, off.Name))).DistinctBy(d => d.day).ToDictionary();
        var calendars = new Dictionary<string, CountingCalendar>();
        while (waiting.Find(c => c.Text.Over is null || calendars.ContainsKey(c.Text.Over)) is { Path: { } path, Text: { } text } next)
        {
            if (!calendars.TryAdd(text.Id, text.ToCalendar(text.Over is null ? null : calendars[text.Over], path)))
                throw new InvalidDataException($"{path}: the id '{text.Id}' is taken");
            waiting.Remove(next);
        }
        if (waiting is [var (lost, over), ..])
            throw new InvalidDataException($"{lost}: there is no calendar '{over.Over}' to lie over");
        return calendars.ContainsKey(NationalId)
            ? new CityCalendars(calendars, holidays)
            : throw new InvalidDataException($"{Folder}{NationalId}.yaml: the file is missing");
    }

    private static bool IsCalendar(string path) => path.StartsWith(Folder, StringComparison.Ordinal);
}
