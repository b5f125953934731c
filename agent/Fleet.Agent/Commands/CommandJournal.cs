namespace Fleet.Agent.Commands;

/// <summary>
/// What became of every command, on disk before anybody is told: a command that is delivered again, also after a kill, is answered and
/// not carried out again. An append-only file, rewritten without what was overtaken when it has grown. Thread-safe.
/// </summary>
internal sealed class CommandJournal : IDisposable
{
    // Lines in the file for each entry worth keeping, before it is rewritten.
    private const int Slack = 8;

    private readonly string _path;
    private readonly int _keepFinished;
    private readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private FileStream? _file;
    private int _lines;

    /// <summary>Opens the journal, or begins one.</summary>
    /// <param name="directory">Exists.</param>
    /// <param name="keepFinished">Finished commands to remember, at least 1.</param>
    /// <exception cref="IOException">It can't be read or written.</exception>
    public CommandJournal(string directory, int keepFinished)
    {
        _path = Path.Combine(directory, "journal");
        _keepFinished = keepFinished;
        foreach (var line in File.Exists(_path) ? File.ReadLines(_path) : [])
        {
            if (line.Length == 0)
                continue;
            if (JournalLine.TryParse(line, out var entry))
                _entries[entry.Command.Id] = entry;
            else
                DamagedLines++;
        }

        Rewrite();
    }

    /// <summary>Lines that could not be read when it was opened; one is ordinary after a kill.</summary>
    public int DamagedLines { get; }

    /// <summary>The newest word on a command; null when it was never seen, or long ago.</summary>
    public JournalEntry? Find(string commandId)
    {
        lock (_lock)
            return _entries.GetValueOrDefault(commandId);
    }

    /// <summary>Commands that are not finished, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Unfinished()
    {
        lock (_lock)
            return [.. _entries.Values.Where(entry => !entry.IsFinished).OrderBy(entry => entry.Update.At)];
    }

    /// <summary>Keeps a word on a command; it is on disk when this returns, and known from now on in any case.</summary>
    /// <exception cref="IOException">It can't be written; the message says what to do. The next word brings this one to disk too, when it can.</exception>
    public void Record(JournalEntry entry)
    {
        lock (_lock)
        {
            _entries[entry.Command.Id] = entry;
            try
            {
                if (_file is null || _lines > Slack * (_keepFinished + 1))
                    Rewrite();
                else
                    Append(_file, JournalLine.Format(entry));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Half a line may be there, on which no other may follow.
                _file?.Dispose();
                _file = null;
                throw new IOException($"the journal of commands can't be written ({exception.Message.ReplaceLineEndings(" ")}); make room on that disk or give the agent another --data-dir", exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Append(FileStream file, byte[] line)
    {
        file.Write(line);
        file.Flush(flushToDisk: true);
        _lines++;
    }

    private void Rewrite()
    {
        var overtaken = _entries.Values.Where(entry => entry.IsFinished).OrderByDescending(entry => entry.Update.At).Skip(_keepFinished).ToList();
        foreach (var entry in overtaken)
            _entries.Remove(entry.Command.Id);

        _file?.Dispose();
        _file = null;
        var fresh = _path + ".new";
        using (var file = Unbuffered(fresh, FileMode.Create))
        {
            foreach (var entry in _entries.Values)
                file.Write(JournalLine.Format(entry));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, _path, overwrite: true);
        _lines = _entries.Count;
        _file = Unbuffered(_path, FileMode.Append);
    }

    // What a full disk did not take must not be tried again when the file is closed.
    private static FileStream Unbuffered(string path, FileMode mode) => new(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
}
