using Fleet.LeakLab.CommandLine;

return await LabCommandLine.RunAsync(args);
