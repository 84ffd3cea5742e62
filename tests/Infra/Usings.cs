global using Infra.Tests.Syntax;
