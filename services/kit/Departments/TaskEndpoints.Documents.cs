using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Documents;
using OneVisit.Kit.Http;

namespace OneVisit.Kit.Departments;

/// <content>The written documents of a department's own item.</content>
internal static partial class TaskEndpoints
{
    private static void MapDocuments(this RouteGroupBuilder tasks, Api api, DocumentTextsOf textsOf) =>
        tasks.MapGet("/{task:guid}/documents", (Guid task, HttpContext http) => api.DocumentsAsync(task, textsOf, http))
            .WithSummary("What the item's written documents say, in the order of their dates").Produces<DocumentsView>();

    private sealed partial class Api
    {
        public async Task<IResult> DocumentsAsync(Guid task, DocumentTextsOf textsOf, HttpContext http)
        {
            var state = TaskTable.Read((await VisibleAsync(task, http)).State);
            return state.Applicant is not { } applicant
                ? Problem.NotFound
                : Results.Json(new DocumentsView([.. DocumentsOf(state, applicant, textsOf)]), JsonText.WithNulls);
        }

        private IEnumerable<DocumentView> DocumentsOf(TaskState state, ApplicantName applicant, DocumentTextsOf textsOf) =>
            new DocumentWriter(textsOf(state.Region), time)
                .OfItem(
                    new DocumentSubject(new DocumentApplicant(applicant.Kind, applicant.Name), state.Item, state.Authority),
                    new DecidedItem(
                        state.Decision, state.Told, state.Clock?.Extension, state.ExtensionGrounds,
                        state.Lifecycle is ItemLifecycle.Issuing or ItemLifecycle.Issued or ItemLifecycle.IssueFailed or ItemLifecycle.Revoked,
                        state.Corrections))
                .OrderBy(d => d.Date).ThenBy(d => d.Kind);
    }
}
