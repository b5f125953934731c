using System.Runtime.Versioning;

// What is proven here is proven on Linux, with its processes, sockets and file modes.
[assembly: SupportedOSPlatform("linux")]
