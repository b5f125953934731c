using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Fleet.Heap.Live;

/// <summary>
/// Registers of a thread that is held still by the calling thread, in the form in which debugging libraries want them: what it takes to
/// walk a stack (stack, frame, instruction and general registers), by the layouts of Windows' <c>CONTEXT</c>.
/// </summary>
internal static unsafe partial class LinuxRegisters
{
    private const int GetRegisterSet = 0x4204;
    private const int GeneralRegisters = 1;
    private const int MostBytes = 512;

    // Of each 8 bytes of the kernel's user_regs_struct, where in CONTEXT they belong; -1: nowhere.
    private static readonly short[] X64 =
    [
        0xF0, 0xE8, 0xE0, 0xD8, 0xA0, 0x90, 0xD0, 0xC8, 0xC0, 0xB8, 0x78, 0x80, 0x88, 0xA8, 0xB0, -1, 0xF8, -1, -1, 0x98,
    ];

    private const int X64Flags = 0x30;
    private const uint X64Full = 0x10_0003;
    private const int Arm64First = 0x8;
    private const int Arm64Registers = 33; // x0 to x30, sp, pc
    private const uint Arm64Full = 0x40_0003;

    /// <summary>Fills a context; false when the thread is not held by this one, or the processor is one that we don't know.</summary>
    public static bool TryRead(int thread, Span<byte> context)
    {
        Span<byte> registers = stackalloc byte[MostBytes];
        int read;
        fixed (byte* into = registers)
        {
            var vector = new Vector { At = into, Length = MostBytes };
            if (ptrace(GetRegisterSet, thread, GeneralRegisters, &vector) < 0)
                return false;
            read = (int)vector.Length;
        }

        switch (RuntimeInformation.ProcessArchitecture)
        {
            case Architecture.X64 when read >= X64.Length * sizeof(ulong) && context.Length >= 0x100:
                context.Clear();
                BinaryPrimitives.WriteUInt32LittleEndian(context[X64Flags..], X64Full);
                for (var i = 0; i < X64.Length; i++)
                {
                    if (X64[i] >= 0)
                        registers.Slice(i * sizeof(ulong), sizeof(ulong)).CopyTo(context[X64[i]..]);
                }

                return true;
            case Architecture.Arm64 when read >= Arm64Registers * sizeof(ulong) && context.Length >= Arm64First + Arm64Registers * sizeof(ulong):
                context.Clear();
                BinaryPrimitives.WriteUInt32LittleEndian(context, Arm64Full);
                registers[..(Arm64Registers * sizeof(ulong))].CopyTo(context[Arm64First..]);
                return true;
            default:
                return false;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint ptrace(int request, int thread, nint set, Vector* into);

    private struct Vector
    {
        public void* At;
        public nuint Length;
    }
}
