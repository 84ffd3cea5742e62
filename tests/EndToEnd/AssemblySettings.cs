// The tests wait for processes of their own more than they use the processors.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
