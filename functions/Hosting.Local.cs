using Microsoft.Azure.Functions.Worker.Builder;

namespace Functions;

/// <summary>On this machine the runtime writes logs to the console by itself. Only the Local build has this file.</summary>
static class Hosting
{
    public static void SendLogs(FunctionsApplicationBuilder builder)
    {
        // Nothing to add.
    }
}
