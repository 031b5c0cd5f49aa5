using System.Text.Json;
using Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Functions.Mail;

/// <summary>Lets a letter that was given up be tried again, once per operation.</summary>
public sealed class DeadLetters(PostRoom room, EntryLetters entries, TimeProvider clock)
{
    public async Task<IResult> Replay(string id, Caller caller, string operationId, CancellationToken cancellation)
    {
        while (await room.Find(id, cancellation) is { Value: var letter } stored && (letter.Program == caller.Program || letter.Program.Length == 0))
        {
            if (letter.ReplayedBy?.Contains(operationId) == true)
                return Accepted(id, replayed: true);
            if (letter.State != LetterState.Dead)
                break;
            if (letter.EntryId is not null && !await entries.TellAgain(letter, cancellation))
                return new Problem(422, "entry-unreadable", "The entry cannot be told.", "The entry behind this letter still cannot be read, or its letter cannot be stored. Correct that first; nothing was changed.");
            if (await room.TryChange(stored, Revived(letter, operationId), cancellation))
                return Accepted(id, replayed: false);
        }

        return Problem.NotFound("dead-letter-unknown", "The program of this key has no dead letter of that id.");
    }

    private QueuedLetter Revived(QueuedLetter letter, string operationId)
    {
        List<string> replayedBy = [.. letter.ReplayedBy ?? [], operationId];
        return letter.EntryId is not null
            // Its letter is in the queue by now; this only stood for it.
            ? PostRoom.Ended(letter, LetterState.Dropped) with { ReplayedBy = replayedBy }
            : letter with { State = LetterState.Waiting, Attempts = 0, UnknownSince = null, Failure = null, DeadSince = null, NextTryAt = clock.GetUtcNow(), ReplayedBy = replayedBy };
    }

    private static Answer Accepted(string id, bool replayed) =>
        new(202, JsonSerializer.SerializeToUtf8Bytes(new ReplayAnswer(id, LetterState.Waiting), AnswerJson.Readable.ReplayAnswer)) { Replayed = replayed };
}
