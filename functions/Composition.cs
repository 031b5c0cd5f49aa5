using Functions.Cards;
using Functions.Http;
using Functions.Keys;
using Functions.Ledger;
using Functions.Mail;
using Functions.Members;
using Functions.Operations;
using Functions.Programs;
using Functions.Store;
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
        services.AddSingleton<CosmosStore>();
        services.AddSingleton(ProgramFiles.Load(settings.ProgramsFolder));
        services.AddSingleton<KeyStore>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<CardDirectory>();
        services.AddSingleton<ScanTokens>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<EntryPages>();
        services.AddSingleton<CardReservations>();
        services.AddSingleton<CardAccounts>();
        services.AddSingleton<MergeSteps>();
        services.AddSingleton<Merges>();
        services.AddSingleton<MergeRequests>();
        services.AddSingleton<Forfeitures>();
        services.AddSingleton<ForfeitureRequests>();
        services.AddSingleton<CardIssue>();
        services.AddSingleton<CardReissue>();
        services.AddSingleton<FamilyCardIssue>();
        services.AddSingleton<ForfeitureReasons>();
        services.AddSingleton<Answers>();
        services.AddSingleton<Transfers>();
        services.AddSingleton<MemberStore>();
        services.AddSingleton<MemberKeys>();
        services.AddSingleton<Registration>();
        services.AddSingleton<MemberRegistration>();
        services.AddSingleton<ConfirmationMail>();
        services.AddSingleton<MailConfirmation>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<ClientLimits>();
        services.AddSingleton<PostRoom>();
        services.AddSingleton<Letters>();
        services.AddHttpClient(OutboxMailSender.HttpClientName, client => client.BaseAddress = OutboxMailSender.Address);
        services.AddSingleton<IMailSender, OutboxMailSender>();
        if (settings.CreateStore)
            services.AddHostedService<CreateStore>();
    }
}
