using Work.Functions.Files;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>The refusals of this API: one closed table of statuses and words.</summary>
public static class Refusals
{
    /// <summary>The idempotency key stands for another request.</summary>
    public static Refusal KeyReused { get; } = new(409, "Idempotency key reused", "The Idempotency-Key was used within 24 hours for another request.");

    /// <summary>Other requests claim the same ids.</summary>
    public static Refusal Contended { get; } = new(409, "Conflict", "Another request that is not stored yet claims an id of this one. Try again.") { MayPassLater = true };

    /// <summary>A message that may have been taken before, so long ago that it is not known any more.</summary>
    public static Refusal Forgotten { get; } = new(409, "Forgotten", "The message was delivered before, and is older than it is remembered (Work:Queues:RememberFor): it may have been taken. Look for its work, and put it into the queue again if there is none.");

    /// <summary>The owner of a unique name did not answer in time. The request may still be taken: its idempotency key tells.</summary>
    public static Refusal Undecided(string name) => new(503, "Busy", $"What becomes of the request under the name '{name}' was not decided in time. Try again with the same Idempotency-Key.");

    /// <summary>No such work.</summary>
    public static Refusal UnknownWork(string id) => new(404, "Not found", $"There is no work '{id}'.");

    /// <summary>The work has been updated since the caller saw it.</summary>
    public static Refusal Stale(string id, int generation) => new(412, "Precondition failed", $"The work '{id}' is of generation {generation}, and If-Match does not name it.");

    /// <summary>The work's instance did not answer in time. The update may still be taken: the generation of the work tells.</summary>
    public static Refusal UpdateUndecided(string id) => new(503, "Busy", $"What becomes of the update of the work '{id}' was not decided in time. Read the work, and try again with its ETag.");

    /// <summary>No such worker.</summary>
    public static Refusal UnknownWorker(string name) => new(404, "Not found", $"No worker is registered as '{name}'.");

    /// <summary>A pause or a resume that did not show in time. It is stored, and will.</summary>
    public static Refusal NotShown(string name) => new(503, "Busy", $"The worker '{name}' does not show the change yet; it was stored, and will.");

    /// <summary>The body did not come in time.</summary>
    public static Refusal Slow(string detail) => new(408, "Request timeout", detail);

    /// <summary>The host has as much to do as it can hold. Nothing of the request was taken.</summary>
    public static Refusal Busy(string detail) => new(503, "Busy", detail);

    /// <summary>The store of files and documents is out of reach. What of the request was done is not known.</summary>
    public static Refusal StoreAway { get; } = new(503, "Store unavailable", "The store of files and documents cannot be reached just now. Try again; with the same Idempotency-Key, if the request has one.") { MayPassLater = true };

    /// <summary>The refusal that a failure stands for; null when it is none of the caller's business.</summary>
    public static Refusal? Behind(Exception failure) => failure switch
    {
        RefusedException refused => refused.Refusal,
        FileStoreUnavailableException => StoreAway,
        _ => null,
    };

    /// <summary>As many follow events already as may.</summary>
    public static Refusal TooManyStreams(int most) => Busy($"{most} streams of events are open, and no more are served at once. Try again, or read the works now and then.");

    /// <summary>A call without a token, where one is needed.</summary>
    public static Refusal NoToken { get; } = new(401, "Unauthorized", "This call needs a token of the tenant: the header Authorization, with Bearer and the token.");

    /// <summary>A token that is not taken.</summary>
    public static Refusal BadToken(string fault) => new(401, "Unauthorized", fault);

    /// <summary>The tenant does not tell its keys, so nobody can be let in.</summary>
    public static Refusal CannotCheck { get; } = new(503, "Busy", "Who calls cannot be checked now, since the keys of the tenant could not be read. Try again.");

    /// <summary>The caller lacks a role.</summary>
    public static Refusal NeedsRole(string role) => new(403, "Forbidden", $"This call needs the role {role}, and the token does not have it.");

    /// <summary>A function that no role opens.</summary>
    public static Refusal OpenToNobody { get; } = new(403, "Forbidden", "No role is set for this function, so it is open to nobody.");

    /// <summary>A path of testing mode on a host that is not in it.</summary>
    public static Refusal NotTesting { get; } = new(404, "Not found", "The host is not in testing mode.");

    /// <summary>The page is not what If-Match or If-Unmodified-Since names.</summary>
    public static Refusal OtherPage { get; } = new(412, "Precondition failed", "The page is another one than the request names.");

    /// <summary>A range that begins after the end.</summary>
    public static Refusal NoSuchPart { get; } = new(416, "No such part", "The range begins after the end, or is none; Content-Range tells the length.");

    /// <summary>No such continuation.</summary>
    public static Refusal UnknownChain(string id) => new(404, "Not found", $"There is no chain '{id}'.");

    /// <summary>A call that does not apply to the work as it is.</summary>
    public static Refusal DoesNotApply(string detail) => new(409, "Conflict", detail);

    /// <summary>A token that this host never gave out.</summary>
    public static Refusal UnknownToken { get; } = new(404, "Not found", "There is no such token.");

    /// <summary>The graph did not take a result in time; it may still.</summary>
    public static Refusal NotTaken { get; } = new(503, "Busy", "The result is stored, and was not taken in time. Say it again: that changes nothing once it has been taken.");

    /// <summary>A run outside the process that is not the current one any more.</summary>
    public static Refusal RunIsOver(StopReason? reason, string detail) => new(409, "Conflict", detail) { StopReason = reason };

    /// <summary>Refuses a call for the reason why it does not apply to a work; null is none.</summary>
    /// <exception cref="RefusedException">There is a reason (409).</exception>
    public static void Unless(string? reason, string id)
    {
        if (reason is not null)
        {
            throw new RefusedException(DoesNotApply($"The work '{id}' {reason}."));
        }
    }

    /// <summary>The request has faults.</summary>
    public static Refusal Of(int status, IReadOnlyList<Fault> faults) => status switch
    {
        413 => new Refusal(413, "Too large", Count(faults)) { Faults = faults },
        422 => new Refusal(422, "Impossible", Count(faults)) { Faults = faults },
        _ => new Refusal(status, "Invalid", Count(faults)) { Faults = faults },
    };

    /// <summary>One field of the request is invalid.</summary>
    public static Refusal Invalid(string field, string message) => Of(400, [new Fault(field, message, 400)]);

    private static string Count(IReadOnlyList<Fault> faults) => faults.Count == 1 ? "The request has a fault." : $"The request has {faults.Count} faults.";
}
