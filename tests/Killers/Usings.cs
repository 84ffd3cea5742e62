global using System.Text.Json.Nodes;
global using Work.Functions.Tests.Works;
