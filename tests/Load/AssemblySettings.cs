// Each test has the machine for itself, as far as that goes: several measure what a client waits for.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
