namespace Work.Embedded.Engine;

/// <summary>A clock that can be set ahead while somebody waits on it.</summary>
public interface IAdjustedClock
{
    /// <summary>Time was passed over: what was armed by a length of time may be due already.</summary>
    event Action? WentAhead;
}
