using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Desk;
using OneVisit.Kit.Departments;

namespace OneVisit.Unit.Departments;

/// <summary>The city of <c>tests/Samples/desk-city</c>, where no department has code, and applications to its items.</summary>
internal static class DeskCity
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Samples", "desk-city");

    public static Dictionary<string, string> Files() => Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .ToDictionary(path => $"data/{Path.GetRelativePath(Folder, path).Replace('\\', '/')}", File.ReadAllText);

    public static IItemHandler Handler(string item) => Find(Files(), item, Sample.Today)!;

    /// <summary>An item's handler in the city of these files, for an application of a day.</summary>
    public static IItemHandler? Find(Dictionary<string, string> files, string item, DateOnly submitted)
    {
        var catalogue = CityCatalogue.Load(files);
        return new DeskItems(_ => catalogue).Find(new ItemVersion(item, "430602", submitted));
    }

    /// <summary>An item's handler after changes of the item's own file, or of the list of licences where the item's file lacks the passage.</summary>
    public static IItemHandler Changed(string item, params (string Passage, string Replacement)[] changes)
    {
        var files = Files();
        var path = $"data/{item.Replace(".", "/items/", StringComparison.Ordinal)}.yaml";
        foreach (var (passage, replacement) in changes)
        {
            var changed = files[path].Contains(passage, StringComparison.Ordinal) ? path : "data/licences.yaml";
            Assert.Contains(passage, files[changed], StringComparison.Ordinal);
            files[changed] = files[changed].Replace(passage, replacement, StringComparison.Ordinal);
        }
        return Find(files, item, Sample.Today)!;
    }

    public static Application<JsonElement> Application(IItemHandler handler, string form, params string[] materials) => new(
        CaseId: new Guid("019ab000-0000-7000-8000-0000000000ff"),
        Sample.Task, handler.Item, "430602003", $"430602.{handler.Item.Split('.')[0]}",
        new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" },
        JsonElement.Parse(form),
        [.. materials.Select(m => new MaterialReference { Material = m, Name = $"{m}.pdf" })],
        Sample.Today);

    /// <summary>The licences and the register's claims, with numbers from <paramref name="first"/> on in every sequence.</summary>
    public static IssueResult.Issued Issue(IItemHandler handler, string form, long first = 1, params Licence[] inputs)
    {
        var application = Application(handler, form);
        return Assert.IsType<IssueResult.Issued>(handler.Issue(application, inputs, Sample.Known(handler.IssueNeeds(application, inputs), first)));
    }
}
