using Local.Cosmos.Storage;
namespace Local.Cosmos.Feeds;
#pragma warning disable CA1822, CS9113
internal sealed class ChangeFeed(Store store) { public Answer Handle(Incoming request, Container container, FeedFault fault) => Answer.Error(404, $""); }
internal sealed class ReadFeed(Store store) { public Answer Handle(Incoming request, Container container) => Answer.Error(404, ""); }
