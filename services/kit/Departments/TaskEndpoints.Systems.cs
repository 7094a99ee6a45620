using Dapper;
using Microsoft.AspNetCore.Http;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Departments;

/// <content>What a department's own system does beside what people do.</content>
internal static partial class TaskEndpoints
{
    private sealed partial class Api
    {
        private const int LongestReference = 200;

        public required TaskRules Rules { get; init; }

        public async Task<IResult> ReceiveAsync(Guid task, HttpContext http)
        {
            await MayActAsync(task, http);
            var caller = Caller.Of(http.User);
            if (caller.Role != Role.System)
                return Problem.Forbidden;
            var body = new BodyReader(await JsonBody.ReadTextsAsync(http.Request), "reference");
            var reference = body.Line("reference", required: true, longest: LongestReference);
            return body.IsSound ? await AskAsync(http, new ReceiveTask(task, caller.Subject, reference!)) : Problem.Invalid(body.Faults);
        }

        public async Task<IResult> IssueAsync(Guid task, HttpContext http)
        {
            var state = await MayActAsync(task, http);
            var caller = Caller.Of(http.User);
            // Of a repeat, the day on which it was issued.
            var issued = time.DateOf(state.Licences is [var first, ..] ? first.IssuedAt : running.Clock.GetUtcNow());
            var faults = new List<Fault>();
            var body = await JsonBody.ReadTextsAsync(http.Request);
            await Rules.AheadAsync(state);
            var command = IssueBody.Read(body, state, caller.Role == Role.System ? $"system:{caller.Subject}" : $"officer:{caller.Subject}", state.IsTombstone ? null : Rules.TermsFor(state), issued, faults);
            // Looked up beside the other faults, so that all of them are told at once; the decision itself is certain of it.
            faults.AddRange(await TakenAsync(body, task, http.RequestAborted));
            if (faults.Count > 0)
                return Problem.Invalid(faults);
            try
            {
                return await AskAsync(http, command!);
            }
            catch (StoreConflictException)
            {
                return new Problem(409, "number-needed", "The number that was drawn belongs to another licence; send it again with a number.");
            }
        }

        /// <summary>A fault for each number that is another task's.</summary>
        private async Task<List<Fault>> TakenAsync(System.Text.Json.JsonElement body, Guid task, CancellationToken cancel)
        {
            var given = IssueBody.NumbersIn(body);
            if (given.Count == 0)
                return [];
            await using var connection = await running.Store.OpenAsync(cancel);
            var parameters = new DynamicParameters(new { task });
            foreach (var (index, type, number) in given)
            {
                parameters.Add($"kind{index}", type);
                parameters.Add($"key{index}", number);
            }
            // One by one, so that either database finds each by the primary key.
            var taken = (await connection.QueryAsync<(string Kind, string Key)>(
                $"select kind, key from register where owner <> @task and ({string.Join(" or ", given.Select(g => $"(kind = @kind{g.Index} and key = @key{g.Index})"))})",
                parameters)).ToHashSet();
            return [.. given.Where(g => taken.Contains((g.Type, g.Number))).Select(g => TaskRules.NumberExists(g.Index))];
        }
    }
}
