using System.Text.Json;
using OneVisit.Contracts.Codes;
using OneVisit.Kit.Departments;

namespace OneVisit.Kit.Polling;

/// <summary>Reads an operator's file about a closed system, and names every fault in it.</summary>
internal sealed class ClosedSystemReader
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowDuplicateProperties = false, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>What a request may take from a task: what its department is shown of it, and nothing else.</summary>
    private static readonly HashSet<string> ViewMembers =
        ["task", "case", "item", "bundle", "bundleVersion", "department", "authority", "region", "applicant", "submittedAt", "form", "materials", "promised", "changed", "asked", "issue"];

    /// <summary>Headers that are the request's own.</summary>
    private static readonly string[] OwnHeaders = ["host", "content-type", "content-length", "transfer-encoding", "connection", "accept", "user-agent", ClosedSystemClient.IdempotencyKey.ToLowerInvariant()];

    private readonly MappingContext _context;
    private readonly List<string> _faults;
    private List<IItemDeclaration> _declared = [];

    private ClosedSystemReader(MappingContext context, List<string> faults) => (_context, _faults) = (context, faults);

    /// <summary>Null beside a fault.</summary>
    /// <param name="faults">Each begins with a JSON pointer into the text.</param>
    public static ClosedSystem? Read(string text, MappingContext context, List<string> faults)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            if (Http.JsonTexts.FaultsOf(document.RootElement) is { Count: > 0 } unreadable)
            {
                faults.AddRange(unreadable.Select(f => $"{f.Pointer}: Unicode text is expected"));
                return null;
            }
            return new ClosedSystemReader(context, faults).System(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            faults.Add(e is JsonException broken ? $"line {broken.LineNumber + 1}: no well-formed JSON, or a member written twice" : "no well-formed JSON");
            return null;
        }
    }

    private ClosedSystem? System(JsonElement root)
    {
        var before = _faults.Count;
        var file = new MappingReader(root, "", _faults,
            "id", "region", "items", "interval", "until", "timeoutSeconds", "tellAfterMinutes", "atOnce", "headers", "submit", "find", "supplement", "issue", "cancel", "status", "words");
        var id = file.Line("id", required: true, "a name of small letters, digits and hyphens", IsId);
        var region = file.Line("region", required: false, "a region's code", r => RegionCode.IsWellFormed(r));
        var items = Items(file, region);
        var (interval, longest) = (TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        if (file.Required("interval", "{seconds, longestSeconds}") is { } pause)
        {
            var of = new MappingReader(pause, file.PlaceOf("interval"), _faults, "seconds", "longestSeconds");
            interval = TimeSpan.FromSeconds(of.Number("seconds", 60, 1, 86_400));
            longest = TimeSpan.FromSeconds(of.Number("longestSeconds", Math.Max(3600, (long)interval.TotalSeconds), 1, 604_800));
            if (longest < interval)
                of.Fault("longestSeconds", "not less than seconds is expected");
        }
        var until = TimeSpan.Zero;
        if (file.Required("until", "{days}") is { } end)
        {
            var of = new MappingReader(end, file.PlaceOf("until"), _faults, "days");
            if (of.Required("days", "how many days a task is asked about") is not null)
                until = TimeSpan.FromDays(of.Number("days", 1, 1, 3650));
        }
        var submit = HandIn(file, "submit", required: true, HttpMethod.Post);
        var find = HandIn(file, "find", required: false, HttpMethod.Get);
        if (find is { Reference: null })
            _faults.Add("/find/reference: a JSON pointer into the answer is expected");
        var (status, state) = Status(file);
        var system = new ClosedSystem
        {
            Id = id ?? "",
            Department = _context.Department,
            Region = region,
            Items = items,
            Interval = interval,
            Longest = longest,
            Until = until,
            Timeout = TimeSpan.FromSeconds(file.Number("timeoutSeconds", 15, 1, 120)),
            TellAfter = TimeSpan.FromMinutes(file.Number("tellAfterMinutes", 30, 1, 60 * 24 * 30)),
            AtOnce = (int)file.Number("atOnce", 4, 1, 100),
            Headers = Headers(file),
            Submit = submit!,
            Find = find,
            Supplement = Act(file, "supplement"),
            Issue = Act(file, "issue"),
            Cancel = Act(file, "cancel"),
            Status = status!,
            State = state ?? "",
            Words = new MeaningReader(_faults, DeclaresMaterial, DeclaresField).Words(file),
        };
        return _faults.Count == before ? system : null;
    }

    private List<string> Items(MappingReader file, string? region)
    {
        if (file.Required("items", "the ids of the items it handles") is not { } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0 || list.EnumerateArray().Any(i => i.ValueKind != JsonValueKind.String))
        {
            file.Fault("items", "the ids of the items it handles are expected");
            return [];
        }
        var (items, declared) = (new List<string>(), new List<IItemDeclaration>());
        foreach (var (index, item) in list.EnumerateArray().Select(i => i.GetString()!).Index())
        {
            var at = $"/items/{index}";
            if (items.Contains(item))
                _faults.Add($"{at}: this item stands before");
            else if (!item.StartsWith($"{_context.Department}.", StringComparison.Ordinal))
                _faults.Add($"{at}: an item of the department {_context.Department} is expected");
            else if (_context.DeclarationOf is { } declarationOf)
            {
                if (declarationOf(item, region) is { } declaration)
                    declared.Add(declaration);
                else
                    _faults.Add($"{at}: the catalogue has no such item");
            }
            items.Add(item);
        }
        _declared = declared;
        return items;
    }

    private List<(string, string)> Headers(MappingReader file)
    {
        var headers = new List<(string, string)>();
        foreach (var (name, value) in file.Entries("headers", required: false, "an object of header names, each with the setting that has its value"))
        {
            var at = $"/headers/{Contracts.Api.JsonPointer.Escape(name)}";
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || OwnHeaders.Contains(name.ToLowerInvariant()))
                _faults.Add($"{at}: a header that is not the request's own is expected");
            else if (value.ValueKind != JsonValueKind.String || !value.GetString()!.StartsWith(PollingParts.SecretsPrefix, StringComparison.Ordinal))
                _faults.Add($"{at}: the name of a setting that begins with {PollingParts.SecretsPrefix} is expected; no secret stands in this file");
            else if (_context.Secret(value.GetString()!)?.Trim() is not { Length: > 0 } secret || !secret.All(c => c is >= ' ' and <= '~'))
                _faults.Add($"{at}: the setting {value.GetString()} is expected, with printable ASCII");
            else
                headers.Add((name, secret));
        }
        return headers;
    }

    private HandIn? HandIn(MappingReader file, string name, bool required, HttpMethod usual)
    {
        if ((required ? file.Required(name, "a request {method, url, body, reference}") : file.Member(name)) is not { } value)
            return null;
        var of = new MappingReader(value, file.PlaceOf(name), _faults, "method", "url", "body", "reference");
        var (reference, request) = (of.Pointer("reference", required: false), Request(of, usual, knowsReference: false));
        return request is null ? null : new HandIn(request, reference);
    }

    private RequestTemplate? Act(MappingReader file, string name) => file.Member(name) is { } value
        ? Request(new MappingReader(value, file.PlaceOf(name), _faults, "method", "url", "body"), HttpMethod.Post, knowsReference: true)
        : null;

    private (RequestTemplate? Request, string? State) Status(MappingReader file)
    {
        if (file.Required("status", "a request {method, url, body, state}") is not { } value)
            return default;
        var of = new MappingReader(value, file.PlaceOf("status"), _faults, "method", "url", "body", "state");
        var (state, request) = (of.Pointer("state", required: true), Request(of, HttpMethod.Get, knowsReference: true));
        if (of.Member("body") is null && of.Member("url") is { ValueKind: JsonValueKind.String } url && !UrlTemplate.PointersIn(url.GetString()!).Any(p => p is "/reference" or "/task"))
            of.Fault("url", "{reference} or {task} is expected: it has to say which task it asks about");
        return (request, state);
    }

    private RequestTemplate? Request(MappingReader of, HttpMethod usual, bool knowsReference)
    {
        var method = of.Line("method", required: false, "one of GET, POST, PUT, PATCH, DELETE", m => m is "GET" or "POST" or "PUT" or "PATCH" or "DELETE") is { } word ? new HttpMethod(word) : usual;
        string? Unsound(string pointer) => UnsoundIn(pointer, knowsReference);
        UrlTemplate? url = null;
        if (of.Line("url", required: true, "an absolute https address") is { } text)
            url = UrlTemplate.Read(text, of.PlaceOf("url"), Unsound, _context.Allowed, _faults);
        JsonTemplate? body = null;
        if (of.Member("body") is { } template)
        {
            body = JsonTemplate.Read(template, of.PlaceOf("body"), Unsound, _faults);
            if (method == HttpMethod.Get)
                of.Fault("body", "a GET has none");
        }
        return url is null ? null : new RequestTemplate(method, url, body);
    }

    /// <summary>What is wrong with a pointer into the task; null: nothing.</summary>
    private string? UnsoundIn(string pointer, bool knowsReference)
    {
        var first = Contracts.Api.JsonPointer.Steps(pointer).FirstOrDefault();
        if (first == "reference")
            return knowsReference ? null : "its number is not known before it was handed in; /task is";
        if (first is null || !ViewMembers.Contains(first))
            return $"{(pointer.Length == 0 ? "the whole" : pointer)} is nothing that the department is shown of a task";
        return first == "form" && pointer.Length > "/form".Length && !DeclaresField(pointer["/form".Length..])
            ? $"{pointer} is a field that none of the items declares"
            : null;
    }

    private bool DeclaresField(string pointer) => _declared.Count == 0 || _declared.Any(d => d.DeclaresField(pointer));

    private bool DeclaresMaterial(string id) => _declared.Count == 0 || _declared.Any(d => d.DeclaresMaterial(id));

    private static bool IsId(string text) => text.Length <= 60 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
