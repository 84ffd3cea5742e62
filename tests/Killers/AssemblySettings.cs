// Many tests wait, for an answer or a clock of their own, and leave the processors to others.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
