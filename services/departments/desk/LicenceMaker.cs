using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Desk;

/// <summary>Makes an item's licences as its <c>issues</c> says: one of each type the item yields.</summary>
/// <param name="yearsOf">For how many years a licence type is valid; null where it does not expire.</param>
internal sealed class LicenceMaker(ServiceItem item, Func<string, int?> yearsOf)
{
    private readonly Output[] _outputs = [.. item.Outputs.Select(type => Output.Of(type, item))];

    /// <summary>The numbers that the item's licences want.</summary>
    public Needs Needs(Application<JsonElement> application) => new([],
    [
        .. _outputs.GroupBy(o => SequenceOf(o, application)).Select(s => new NumberNeed(s.Key, s.Count())),
        .. _outputs.SelectMany(o => o.Data.Values).Select(f => f.Number).OfType<string>().Distinct().Select(name => new NumberNeed(DataSequence(name), 1)),
    ]);

    public IReadOnlyList<NewLicence> Make(Application<JsonElement> application, IReadOnlyList<Licence> inputs, Facts facts)
    {
        var (licences, taken) = (new List<NewLicence>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var output in _outputs)
        {
            var sequence = SequenceOf(output, application);
            var place = facts.FirstNumber(sequence) + taken.GetValueOrDefault(sequence);
            taken[sequence] = taken.GetValueOrDefault(sequence) + 1;
            licences.Add(new NewLicence(
                output.Pattern.NumberOf(item.Department.Id, RegionOf(application), output.Type, application.Today.Year, place),
                output.Type,
                // As long as it says, the day of issue included.
                yearsOf(output.Type) is { } years ? application.Today.AddYears(years).AddDays(-1) : null,
                DataOf(output, application.Form, inputs, facts)));
        }
        return licences;
    }

    private Dictionary<string, JsonElement> DataOf(Output output, JsonElement form, IReadOnlyList<Licence> inputs, Facts facts)
    {
        var data = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, field) in output.Data)
            if (ValueOf(field, form, inputs, facts) is { } value)
                data[name] = value;
        return data;
    }

    /// <summary>Null: the applicant left the field out, and so does the licence.</summary>
    private JsonElement? ValueOf(LicenceDatum field, JsonElement form, IReadOnlyList<Licence> inputs, Facts facts) => field switch
    {
        { From: { } pointer } => InputAt(pointer, inputs) ?? JsonPointer.Find(form, pointer),
        { Number: { } name } => JsonSerializer.SerializeToElement(facts.FirstNumber(DataSequence(name))),
        _ => JsonSerializer.SerializeToElement(field.Text),
    };

    /// <summary>A field that repeats another's licence is read from it when it is there, whatever the applicant wrote.</summary>
    private JsonElement? InputAt(string pointer, IReadOnlyList<Licence> inputs) =>
        item.OutputAt(pointer)?.Split('.') is [var type, var field] && inputs.FirstOrDefault(l => l.Type == type) is { } licence
            ? JsonPointer.Find(licence.Data, $"/{JsonPointer.Escape(field)}")
            : null;

    private string SequenceOf(Output output, Application<JsonElement> application) =>
        SystemLicences.NameOf(output.Pattern.SequenceOf(item.Department.Id, RegionOf(application), output.Type, application.Today.Year));

    /// <summary>Of the authority: <c>430602.fire</c> is in 430602.</summary>
    private static string RegionOf(Application<JsonElement> application) => application.Authority.Split('.')[0];

    /// <summary>A department's sequences are its own; its items may share one.</summary>
    private string DataSequence(string name) => $"data/{item.Department.Id}/{name}";

    private sealed record Output(string Type, NumberPattern Pattern, IReadOnlyDictionary<string, LicenceDatum> Data)
    {
        public static Output Of(string type, ServiceItem item)
        {
            var recipe = item.Issues.GetValueOrDefault(type);
            return new(type, recipe?.Number is { } number ? NumberPattern.Read(number) : NumberPattern.Default, recipe?.Data ?? new Dictionary<string, LicenceDatum>());
        }
    }
}
