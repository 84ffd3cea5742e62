using System.Security.Cryptography;
using System.Text;

namespace Work.Model;

/// <summary>
/// Marks: instances whose id says all. A durable query finds instances by the beginnings of their ids only, so what lists ask for beside that is
/// written into the id of a mark, with the instance of the graph behind it: the marks of one kind stand in the order of their graphs. A mark says where to look, never
/// what is there: one too many costs a read, one too few would hide works.
/// </summary>
public static class Marks
{
    /// <summary>How the marks begin of graphs that have ended, and not all of whose works have succeeded.</summary>
    public const string OfFailed = "failed:";

    /// <summary>Whether a graph that has finished needs the mark of failed ones: whether a work of it, pruned or not, has failed or was cancelled.</summary>
    public static bool HasFailed(GraphState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (WorkRecord work in state.Works)
        {
            if (work.State is WorkState.Failed or WorkState.Cancelled)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The mark of a graph that has failed.</summary>
    public static string Failed(string instance) => OfFailed + instance;
}
