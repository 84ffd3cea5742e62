using System.Globalization;
using System.Text.Json;

namespace Work.Simulation.Reference;

/// <summary>
/// What was asked, what was answered, and what the workers saw: the whole outside of the system, and from it what is allowed. It knows nothing of how the
/// system decides. A rule that is broken is written down here; whoever runs the story looks.
/// </summary>
internal sealed class Ledger(Func<long> step)
{
    private readonly Dictionary<string, PlannedWork> planned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownWork> works = new(StringComparer.Ordinal);
    private readonly List<KnownWork> inOrder = [];

    public List<PlannedRequest> Requests { get; } = [];

    public IReadOnlyList<KnownWork> Works => inOrder;

    /// <summary>In which life of the process the story is.</summary>
    public int Life { get; set; }

    public List<string> Violations { get; } = [];

    public long Step => step();

    /// <summary>How many works a rule was checked on; a story that checks nothing proves nothing.</summary>
    public int Checks { get; set; }

    public KnownWork? Find(string id) => works.GetValueOrDefault(id);

    public PlannedWork Plan(string tag) => planned[tag];

    public IEnumerable<PlannedWork> Planned => planned.Values;

    public IEnumerable<KnownWork> With(PlannedWork plan) => inOrder.Where(work => ReferenceEquals(work.Plan, plan));

    public IEnumerable<KnownWork> With(string tag) => inOrder.Where(work => work.Plan.Tag == tag);

    public void Break(string rule, string what) => Violations.Add(string.Create(CultureInfo.InvariantCulture, $"{rule}: {what}"));

    /// <summary>A request is about to be sent for the first time.</summary>
    public void Add(PlannedRequest request)
    {
        Requests.Add(request);
        foreach (PlannedWork work in request.Works)
        {
            work.Request = request;
            planned.Add(work.Tag, work);
        }
    }

    /// <summary>The work that an answer shows, or a run tells of.</summary>
    public KnownWork? Meet(string id, IEnumerable<string> tags)
    {
        // A chosen id is free again once its work was removed: then it is another work's.
        PlannedWork? plan = tags.Select(tag => planned.GetValueOrDefault(tag)).FirstOrDefault(found => found is not null);
        if (plan is null)
        {
            Break("nothing from nowhere", $"work {id} is of no request");
            return null;
        }

        if (inOrder.FindLast(work => work.Id == id && work.Plan == plan) is { } known)
        {
            return known;
        }

        // An update of a periodic work gives it the tags of a later request.
        if (works.TryGetValue(id, out KnownWork? former) && former.Plan.IsPeriodic && plan.IsPeriodic)
        {
            return former;
        }

        if (former is not null)
        {
            ReadRules.Missing(this, former, Step);
        }

        if (plan.Request is { IsRefused: true } refused)
        {
            Break("a refused request leaves nothing", $"work {id} is of request {refused.Number}, which was refused");
        }

        known = new KnownWork { Id = id, Plan = plan };
        works[id] = known;
        inOrder.Add(known);
        if (With(plan).Count() > plan.MostCopies)
        {
            Break("an enqueue happens once", $"{plan.Tag} exists as {string.Join(", ", With(plan).Select(work => work.Id))}");
        }

        return known;
    }

    public KnownWork? Meet(JsonElement shown) => Meet(
        shown.GetProperty("id").GetString()!, shown.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));

    /// <summary>All works that hang on a work, with it.</summary>
    public IEnumerable<PlannedWork> Reach(PlannedWork from)
    {
        var reached = new HashSet<PlannedWork> { from };
        var open = new Queue<PlannedWork>([from]);
        while (open.TryDequeue(out PlannedWork? next))
        {
            yield return next;
            foreach (PlannedWork dependent in planned.Values.Where(work => work.After.Contains(next.Tag) && reached.Add(work)))
            {
                open.Enqueue(dependent);
            }
        }
    }
}
