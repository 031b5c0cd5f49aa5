using Functions.Cards;
using Functions.FrontDesk;
using Functions.Http;
using Functions.Journal;
using Functions.Keys;
using Functions.Ledger;
using Functions.Mail;
using Functions.Mail.Inbound;
using Functions.Members;
using Functions.MyPage;
using Functions.Operations;
using Functions.Programs;
using Functions.Store;
using Functions.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Functions;

/// <summary>Everything the functions are made of, in one place.</summary>
public static class Composition
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var settings = Settings.From(configuration);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(CosmosStore.HttpClientName);
        // As much as the host takes: what a function allows is for RequestSizeMiddleware to say, and a mail may be longer than the server's
        // own limit.
        services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = 100 * 1024 * 1024);
        AddLedger(services, settings);
        AddMembers(services);
        AddFrontDesk(services);
        AddMail(services);
        AddJournal(services, settings);
        if (settings.CreateStore)
            services.AddHostedService<CreateStore>();
    }

    private static void AddLedger(IServiceCollection services, Settings settings)
    {
        services.AddSingleton<LedgerEvents>();
        services.AddSingleton<StoreEvents>();
        services.AddSingleton<CosmosStore>();
        // Read and checked while the rest is put together; PointsApp.Build waits for it.
        var programs = Task.Run(() => ProgramFiles.Load(settings.ProgramsFolder));
        services.AddSingleton(_ => programs.GetAwaiter().GetResult());
        services.AddSingleton<KeyStore>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<TerminalGuesses>();
        services.AddSingleton<CardDirectory>();
        services.AddSingleton<ScanTokens>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<EntryPages>();
        services.AddSingleton<OperationStates>();
        services.AddSingleton<CardReservations>();
        services.AddSingleton<ScanTokenRenewal>();
        services.AddSingleton<CardSuspension>();
        services.AddSingleton<LegacyMigration>();
        services.AddSingleton<CardAccounts>();
        services.AddSingleton<MergeSteps>();
        services.AddSingleton<Merges>();
        services.AddSingleton<MergeRequests>();
        services.AddSingleton<RegistrationCodes>();
        services.AddSingleton<CardHolders>();
        services.AddSingleton<Forfeitures>();
        services.AddSingleton<ForfeitureRequests>();
        services.AddSingleton<CardIssue>();
        services.AddSingleton<CardReissue>();
        services.AddSingleton<FamilyCardIssue>();
        services.AddSingleton<ForfeitureReasons>();
        services.AddSingleton<Answers>();
        services.AddSingleton<Transfers>();
    }

    private static void AddMembers(IServiceCollection services)
    {
        services.AddSingleton<MemberStore>();
        services.AddSingleton<MemberKeys>();
        services.AddSingleton<Registration>();
        services.AddSingleton<MemberRegistration>();
        services.AddSingleton<OnlineRegistration>();
        services.AddSingleton<ConfirmationCodes>();
        services.AddSingleton<ConfirmationMail>();
        services.AddSingleton<MailConfirmation>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<ClientLimits>();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<MemberSessions>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<LoginLinks>();
        services.AddSingleton<EvenAnswers>();
        services.AddSingleton<MemberVisits>();
        services.AddSingleton<Procedures>();
    }

    private static void AddFrontDesk(IServiceCollection services)
    {
        services.AddSingleton<TerminalSessions>();
        services.AddSingleton<TerminalCookie>();
        services.AddSingleton<Desk>();
        services.AddSingleton<DeskActions>();
        services.AddSingleton<DeskOutcome>();
    }

    private static void AddMail(IServiceCollection services)
    {
        services.AddSingleton<PostRoom>();
        services.AddSingleton<ExpiryWarnings>();
        services.AddSingleton<Letters>();
        services.AddSingleton<LetterWriter>();
        services.AddSingleton<MailBudget>();
        services.AddSingleton<Delivery>();
        services.AddSingleton<EntryLetters>();
        services.AddSingleton<DeadLetters>();
        MailSending.Add(services);
        services.AddSingleton<BalanceLetter>();
        services.AddSingleton<SendGridSignature>();
        services.AddSingleton<ReplyLimits>();
        services.AddSingleton<StrangerReply>();
        services.AddSingleton<Kakunin>();
    }

    private static void AddJournal(IServiceCollection services, Settings settings)
    {
        services.AddHttpClient(JournalStore.HttpClientName);
        services.AddSingleton(BlobAccess.Of(settings));
        services.AddSingleton<JournalStore>();
        services.AddSingleton<JournalExport>();
        services.AddSingleton<Liability>();
    }
}
