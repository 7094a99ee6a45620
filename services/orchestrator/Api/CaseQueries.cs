using System.Text.Json;
using Dapper;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Orchestrator.Cases;

namespace OneVisit.Orchestrator.Api;

/// <summary>Which cases are asked for.</summary>
/// <param name="Before">Those that were submitted before this one.</param>
internal sealed record CaseFilter(CaseLifecycle? Lifecycle, string? Bundle, string? Region, string? Applicant, int Limit, Guid? Before)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("lifecycle", Values: [.. Enum.GetValues<CaseLifecycle>().Select(KebabCase.Of)]), new("bundle"),
        new("region", Description: "The place of the matter."), new("applicant", Description: "A subject, or a name."), .. QueryParameter.OfAPage,
    ];

    public static CaseFilter Read(QueryReader query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new(query.Choice<CaseLifecycle>("lifecycle"), query.Text("bundle"), query.Region("region"), query.Text("applicant"), query.Limit(), query.Cursor());
    }
}

/// <summary>Reads cases, with statements that both databases know.</summary>
internal sealed class CaseQueries(Store store)
{
    public async Task<(CaseState State, long Version)?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var connection = await store.OpenAsync(cancel);
        var (version, state, submission) = await connection.QuerySingleOrDefaultAsync<(long Version, string State, string? Submission)>(
            $"select version, state, {Enclosure.Of("case_file")} from case_file {Enclosure.JoinTo("case_file")} where id = @id", new { id });
        return state is null ? null : (JsonSerializer.Deserialize(state, CaseJson.Default.CaseState)! with { Submission = new Utf8Json(submission ?? "") }, version);
    }

    /// <summary>A page of the cases the caller may see, newest first: ids carry the time of submission.</summary>
    public async Task<Page<CaseView>> ListAsync(Caller caller, CaseFilter filter, Func<CaseState, long, CaseView> view, CancellationToken cancel)
    {
        var (visible, mine) = CaseAccess.Where(caller);
        var conditions = new List<string> { visible };
        var parameters = new DynamicParameters(mine);
        void Add(string condition, string name, object? value)
        {
            if (value is null)
                return;
            conditions.Add(condition);
            parameters.Add(name, value);
        }
        Add("id < @before", "before", filter.Before);
        Add("lifecycle = @lifecycle", "lifecycle", filter.Lifecycle is { } lifecycle ? KebabCase.Of(lifecycle) : null);
        Add("bundle = @bundle", "bundle", filter.Bundle);
        Add("region like @asked", "asked", filter.Region is null ? null : RegionPattern.Of(filter.Region));
        Add("(subject = @applicant or applicant = @applicant)", "applicant", filter.Applicant);
        parameters.Add("limit", filter.Limit + 1);

        await using var connection = await store.OpenAsync(cancel);
        var rows = (await connection.QueryAsync<(long Version, string State)>(
            $"select version, state from case_file where {string.Join(" and ", conditions)} order by id desc limit @limit", parameters)).AsList();
        var items = rows.Take(filter.Limit).Select(r => view(JsonSerializer.Deserialize(r.State, CaseJson.Default.CaseState)!, r.Version)).ToList();
        return new Page<CaseView>(items, rows.Count > filter.Limit ? items[^1].Id.ToString() : null);
    }
}
