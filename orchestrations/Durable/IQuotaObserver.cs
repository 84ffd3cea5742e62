using Work.Model;

namespace Work.Orchestrations;

/// <summary>Is told what quotas answer, once for each question that is asked; a question that is asked again is told again.</summary>
public interface IQuotaObserver
{
    /// <summary>A quota has answered.</summary>
    /// <param name="gate">Which one: <see cref="Gate.Quota"/> of expedited work, or <see cref="Gate.Budget"/> of long-running work.</param>
    /// <param name="work">Who asked.</param>
    /// <param name="answer">What it was told.</param>
    void Answered(Gate gate, WorkSpec work, GateAnswer answer);
}
