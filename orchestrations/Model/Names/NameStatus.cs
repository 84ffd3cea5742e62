using System.Text.Json;

namespace Work.Model;

/// <summary>
/// What the owner of a name shows while it runs, cut to fit a custom status (16 KB of UTF-16 on Azure): the latest of what it knows. Decisions that
/// are left out are in the name's page, for the callers that still wait for them; continuations are found by a list.
/// </summary>
public static class NameStatus
{
    /// <summary>The most characters of JSON that are shown.</summary>
    public const int MaxCharacters = 8_000;

    private const int MostOfMany = 64;

    /// <summary>The state, or the latest of it.</summary>
    public static NameState Of(NameState state)
    {
        NameState shown = state;
        for (int most = MostOfMany; JsonSerializer.Serialize(shown).Length > MaxCharacters; most /= 2)
        {
            shown = state with
            {
                Chains = [.. state.Chains.TakeLast(most)],
                Decisions = [.. state.Decisions.TakeLast(most)],
                HiddenChains = Math.Max(0, state.Chains.Length - most),
                HiddenDecisions = Math.Max(0, state.Decisions.Length - most),
            };
        }

        return shown;
    }
}
