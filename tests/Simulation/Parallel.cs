// The schedules use every processor already.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
